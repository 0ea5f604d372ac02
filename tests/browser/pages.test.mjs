// What holds for every kind of page: accessibility, privacy, no dependence on
// scripts, reflow, focus, weight.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { FURTHER, KINDS, file, kindsIn, open } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const LOOKS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
};
const status = { missing: 404, gone: 410 };

let site;
before(async () => { site = await open(); });
after(() => site?.close());

const close = (page) => page.context().close();

/** Opens everything that is folded, so that all of it is looked at. */
const unfold = (page) => page.evaluate(() => {
  document.querySelector(".menu-button[aria-expanded=false]")?.checkVisibility() && document.querySelector(".menu-button").click();
  for (const details of document.querySelectorAll("details")) details.open = true;
});

/** What axe finds on pages, by kind, in a browser of that look. */
const violations = async (kinds, options) => {
  // The policy of the site would keep axe itself out.
  const page = await site.visit("/", { bypassCSP: true, reducedMotion: "reduce", ...options });
  const found = [];
  for (const [kind, path] of Object.entries(kinds)) {
    await page.goto(path);
    await unfold(page);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate((values) => axe.run({ runOnly: values, resultTypes: ["violations"] }), RULES);
    for (const { id, nodes } of violations) found.push(`${kind}: ${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary}`).join("\n")}`);
  }
  await close(page);
  return found;
};

for (const [look, options] of Object.entries(LOOKS)) {
  for (const width of [390, 1280]) {
    test(`axe finds nothing at ${width} px in ${look}`, async () => {
      assert.deepEqual(await violations(KINDS, { width, ...options }), []);
    });
  }
}

for (const tag of FURTHER) {
  for (const [width, colorScheme] of [[390, "light"], [1280, "dark"]]) {
    test(`axe finds nothing in ${tag} at ${width} px in ${colorScheme}`, async () => {
      assert.deepEqual(await violations(kindsIn(tag), { width, colorScheme }), []);
    });
  }
}

test("each language says so, and runs in its direction", async () => {
  assert.ok(FURTHER.length > 1, "this site has several");
  const page = await site.visit("/");
  for (const tag of FURTHER) {
    for (const [kind, path] of Object.entries(kindsIn(tag))) {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 200, path);
      const said = await page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.documentElement).direction]);
      assert.deepEqual(said, [tag, tag === "ar" ? "rtl" : "ltr"], kind);
    }
  }
  await close(page);
});

test("no page asks another origin for anything, breaks the policy or logs an error", async () => {
  const page = await site.visit("about:blank");
  const found = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== site.origin && url.protocol !== "data:") found.push(`request: ${url}`);
  });
  page.on("console", (message) => {
    // Chromium reports the status of the two pages that stand in for others.
    const expected = /the server responded with a status of (404|410)/.test(message.text());
    if (message.type() === "error" && !expected) found.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => found.push(`error: ${error}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  for (const [kind, path] of Object.entries(KINDS)) {
    const answer = await page.goto(path, { waitUntil: "load" });
    assert.equal(answer.status(), status[kind] ?? 200, kind);
    assert.match(answer.headers()["content-security-policy"], /script-src 'self'.*connect-src 'self'/);
  }
  await page.goto("/interns/?q=a");
  await page.waitForFunction(() => / of /.test(document.querySelector(".filter-form [role=status]").textContent));
  assert.deepEqual(await page.context().cookies(), []);
  await close(page);
  assert.deepEqual(found, []);
});

test("without scripts every text and link is there", async () => {
  const plain = await site.visit("/", { javaScriptEnabled: false, width: 390 });
  const scripted = await site.visit("/", { width: 390 });
  // What was found is no part of the page: without a script its lists lead there.
  for (const [kind, path] of Object.entries(KINDS).filter(([kind]) => kind !== "found")) {
    await plain.goto(path);
    await scripted.goto(path);
    for (const region of ["header.site-header", "main", "footer"]) {
      const seen = plain.locator(region).first();
      assert.ok(await seen.isVisible(), `${kind}: ${region}`);
      // On a phone a drawing of its own stands for the wide one.
      const hidden = await seen.locator("a, p, h1, h2, h3, li, td").evaluateAll((all) =>
        all.filter((e) => !e.closest("details:not([open]), .map-wide") && !e.checkVisibility()).map((e) => e.outerHTML));
      assert.deepEqual(hidden, [], kind);
    }
    const links = (page) => page.locator("main a[href]").evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute("href")))].sort());
    const there = new Set(await links(plain));
    for (const link of await links(scripted)) assert.ok(there.has(link), `${kind}: ${link}`);
    assert.equal(await plain.locator("main form, .menu-button, .colours").count(), 0, "no control that would do nothing");
  }
  await plain.goto("/interns/");
  await plain.locator("details.filters summary").click();
  const facets = await plain.locator("details.filters a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.ok(facets.length > 10);
  for (const facet of facets) {
    const answer = await plain.goto(facet);
    assert.equal(answer.status(), 200, facet);
    assert.ok((await plain.locator(".rows > li, .cards > li").count()) > 0, facet);
  }
  await close(plain);
  await close(scripted);
});

test("nothing has to be scrolled sideways at 320 px, or with text of twice the size", async () => {
  const found = [];
  const twice = await open({ text: 32 });
  const narrow = await site.visit("/", { width: 320, height: 640 });
  const large = await twice.visit("/");
  const size = await large.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  assert.ok(size >= 32, `text is ${size} px high`);
  const all = [["", KINDS], ...FURTHER.map((tag) => [`${tag} `, kindsIn(tag)])];
  for (const [kind, path] of all.flatMap(([tag, kinds]) => Object.entries(kinds).map(([kind, path]) => [tag + kind, path]))) {
    for (const [how, page] of [["320 px", narrow], ["200 %", large]]) {
      await page.goto(path);
      await unfold(page);
      const over = await page.evaluate(() => {
        const room = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= room) return null;
        const wide = [...document.querySelectorAll("body *")].filter((e) => {
          const { left, right } = e.getBoundingClientRect();
          return right > room + 1 || left < -1;
        });
        return wide.slice(-3).map((e) => e.outerHTML.slice(0, 120));
      });
      if (over) found.push(`${kind} at ${how}: ${over.join(" | ")}`);
    }
  }
  await close(narrow);
  await twice.close();
  assert.deepEqual(found, []);
});

test("the focus is seen at every stop of the Tab key, and nothing covers it", async () => {
  const found = [];
  for (const width of [390, 1280]) {
    const page = await site.visit("/", { width, height: 700, reducedMotion: "reduce" });
    for (const [kind, path] of Object.entries(KINDS)) {
      await page.goto(path);
      const stops = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter((e) => e.checkVisibility()).length);
      let reached = 0;
      for (; reached < stops; reached++) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(() => {
          const e = document.activeElement;
          if (e === document.body) return { done: true };
          const style = getComputedStyle(e);
          const target = e.querySelector(".map-target");
          const drawn = target && getComputedStyle(target);
          const ring = e.matches(":focus-visible") && (drawn
            ? drawn.stroke !== "none" && Number.parseFloat(drawn.strokeWidth) >= 2
            : (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
          const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
          const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
          const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2);
          const above = document.elementFromPoint(x, y);
          return { ring, covered: !above || !(e.contains(above) || above.contains(e)), html: e.outerHTML.slice(0, 120), by: above?.outerHTML.slice(0, 80) };
        });
        if (stop.done) break;
        if (!stop.ring || stop.covered) found.push(`${kind} at ${width}: ${JSON.stringify(stop)}`);
      }
      assert.ok(reached > 5 && reached >= stops - 1, `${kind} at ${width}: ${reached} of ${stops} stops`);
    }
    await close(page);
  }
  assert.deepEqual(found, []);
});

test("a profile is light", async () => {
  const page = await site.visit("about:blank");
  const loaded = [];
  page.on("request", (request) => loaded.push([request.resourceType(), new URL(request.url()).pathname]));
  await page.goto(KINDS.intern, { waitUntil: "networkidle" });
  const weigh = (types) => loaded
    .filter(([type]) => types.includes(type))
    .reduce((sum, [type, path]) => sum + (type === "font" ? file(path).length : gzipSync(file(path.endsWith("/") ? `${path}index.html` : path), { level: 9 }).length), 0);
  const text = weigh(["document", "stylesheet", "script"]);
  const fonts = weigh(["font"]);
  const requests = loaded.filter(([type, path]) => type !== "image" && !path.endsWith(".svg")).length;
  console.log(`profile: ${text} bytes of HTML, CSS and JS (gzip), ${fonts} of fonts, ${requests} requests besides pictures`);
  assert.ok(text < 30 * 1024, `${text} bytes of HTML, CSS and JS`);
  assert.ok(fonts < 60 * 1024, `${fonts} bytes of fonts`);
  assert.ok(requests <= 5, `${requests} requests`);
  const script = loaded.find(([type]) => type === "script")[1];
  assert.ok(gzipSync(file(script), { level: 9 }).length < 6 * 1024, "the script alone");
  const search = /src="(\/assets\/search-[^"]+)"/.exec(file("/search/index.html").toString())[1];
  const packed = gzipSync(file(search), { level: 9 }).length;
  console.log(`search: ${packed} bytes of script (gzip)`);
  assert.ok(packed < 6 * 1024, `${packed} bytes of the search's script`);
  await close(page);
});
