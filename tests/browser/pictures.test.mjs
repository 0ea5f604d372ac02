// Pictures: the file that is fetched is wide enough for the screen and no wider
// than need be, the picture at the top comes first, and nothing moves.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KINDS, open } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(() => site?.close());

const close = (page) => page.context().close();

/** Each picture with how wide it is drawn, the file that was chosen, and those
    that there are. */
const pictures = async (page) => {
  // Lazy ones are fetched when they come near.
  for (const picture of await page.locator("main img").all()) await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.querySelectorAll("main img")].every((e) => e.complete));
  return page.locator("main img").evaluateAll((all) => all.map((e) => ({
    drawn: e.getBoundingClientRect().width,
    shape: e.getBoundingClientRect().width / e.getBoundingClientRect().height,
    told: e.width / e.height,
    stored: e.naturalWidth / e.naturalHeight,
    file: new URL(e.currentSrc).pathname,
    widths: [...(e.closest("picture")?.querySelector("source")?.srcset ?? "").matchAll(/ (\d+)w/g)].map((m) => Number(m[1])),
  })));
};

for (const [screen, options] of Object.entries({
  "a telephone": { width: 390, height: 844, deviceScaleFactor: 2 },
  "a desk": { width: 1280, deviceScaleFactor: 1 },
  "a sharp desk": { width: 1280, deviceScaleFactor: 2 },
})) {
  test(`on ${screen} each picture is as sharp as the screen and no wider than need be`, async () => {
    const page = await site.visit("/", options);
    const found = [];
    let count = 0;
    for (const path of [KINDS.home, KINDS.intern]) {
      await page.goto(path);
      for (const { drawn, shape, stored, file, widths } of await pictures(page)) {
        count += 1;
        const needed = drawn * options.deviceScaleFactor;
        const chosen = Number(/-(\d+)\.webp$/.exec(file)?.[1]);
        // Within a fiftieth, as layouts round.
        const best = widths.find((width) => width >= needed * 0.98) ?? widths.at(-1);
        if (chosen !== best) found.push(`${path}: ${file} is drawn at ${needed} dots; there are ${widths}`);
        if (Math.abs(shape / stored - 1) > 0.02) found.push(`${path}: ${file} is cut once more`);
      }
    }
    assert.deepEqual(found, []);
    assert.ok(count > 3, `${count} pictures`);
    await close(page);
  });
}

test("the picture at the top is fetched at once, and nothing moves when it comes", async () => {
  for (const path of [KINDS.home, KINDS.intern]) {
    const page = await site.visit("about:blank", { width: 390, height: 844 });
    const requested = [];
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    await page.route(/\/media\//, async (route) => {
      requested.push(new URL(route.request().url()).pathname);
      await released;
      await route.continue();
    });
    await page.goto(path, { waitUntil: "domcontentloaded" });
    await page.evaluate(() => document.fonts.ready);
    const top = page.locator("main img").first();
    assert.deepEqual(await top.evaluate((e) => [e.getAttribute("fetchpriority"), e.loading, e.complete]), ["high", "auto", false]);
    const places = () => page.locator("main *").evaluateAll((all) => all.map((e) => JSON.stringify(e.getBoundingClientRect())));
    const before = await places();
    release();
    await page.waitForLoadState("networkidle");
    assert.equal(await top.evaluate((e) => e.complete && e.naturalWidth > 0), true);
    assert.deepEqual(await places(), before, path);
    assert.ok(requested.includes(await top.evaluate((e) => new URL(e.currentSrc).pathname)), path);
    assert.ok(requested.every((file) => file.endsWith(".webp")), `${path}: only WebP is fetched: ${requested}`);
    await close(page);
  }
});

test("until a picture is there its place has a colour", async () => {
  const page = await site.visit("about:blank");
  await page.route("**/*.webp", (route) => route.abort());
  await page.goto(KINDS.intern);
  const colours = await page.locator("main img").evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundColor));
  assert.ok(colours.length > 0);
  for (const colour of colours) assert.match(colour, /^rgb\((32|96|160|224), (32|96|160|224), (32|96|160|224)\)$/);
  await close(page);
});
