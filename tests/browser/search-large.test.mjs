// The search page of a made-up site with a thousand stories (SHOWCASE_STORIES says
// how many), among which those of seeds.json were put.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { ask, close, findsFirst, paths, results } from "./results.mjs";
import { open } from "./site.mjs";

const STORIES = Number(process.env.SHOWCASE_STORIES ?? 1000);
const MOST = (STORIES > 3000 ? 150 : 60) * 1000;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const intern = (n) => `/interns/i-seed${n}/`;

const QUERIES = [
  ["Wilhelmina Thornquist", intern(1)],
  ["thornquist", intern(1)],
  ["wilhelmina thornqist", intern(1)],
  ["eucalyptus honey", intern(1)],
  ["beekeeping", intern(1)],
  ["dorde lukaszewicz", intern(2)],
  ["Łukaszewicz", intern(2)],
  ["foghorn", intern(2)],
  ["nguyen thi hanh", intern(3)],
  ["violet ink", intern(3)],
  ["parrot remittances", intern(3)],
  ["oyvind aerlandsen", intern(4)],
  ["gertrude", intern(4)],
  ["forklfit", intern(4)],
  ["goats passport", intern(5)],
  ["veterinary certificate", intern(5)],
  ["proverb kettle", intern(6)],
  ["underhalow", intern(6)],
  ["napkin estuary", intern(7)],
  ["cartography napkin", intern(7)],
  ["whitcombe hale", intern(8)],
  ["switchboard", intern(8)],
  ["queueing theory", intern(8)],
  ["Porto Claro", "/offices/porto-claro/"],
  ["vallombreuse", "/offices/vallombreuse/"],
];

let site;
before(async () => { site = await open(); });
after(() => site?.close());

test("the best answer comes first among all", () => findsFirst(site, QUERIES));

test("a filter and a text together leave those who fit both", async () => {
  const page = await site.visit("/search/");
  await ask(page, { q: "interpret", office: "porto-claro" });
  assert.deepEqual((await paths(page)).sort(), [intern(2), intern(6)]);
  await ask(page, { q: "interpret", office: "porto-claro", level: "undergraduate" });
  assert.deepEqual(await paths(page), []);
  await ask(page, { office: "porto-claro" });
  assert.deepEqual((await paths(page)).sort(), [1, 2, 5, 6].map(intern));
  await close(page);
});

test("nothing of a person who withdrew is found", async () => {
  const page = await site.visit("/search/");
  for (const q of ["Perpetua Vanterpool", "perpetua", "vanterpool", "zeppelin", "zeppelins moored", "Perpetua Vanterpol"]) {
    await ask(page, { q });
    const found = await paths(page);
    assert.ok(!found.some((path) => path.includes("i-gone")), `${q}: ${found}`);
    assert.doesNotMatch(await page.locator(".results").textContent(), /Perpetua|Vanterpool|zeppelin/i);
  }
  await close(page);
});

for (const [what, query] of Object.entries({
  "a name": "Wilhelmina Thornquist",
  "a word of a text": "eucalyptus",
  "a frequent word": "generated",
  "a beginning of three letters": "tho",
  "a mistyped name": "thornqist",
})) {
  test(`little is loaded before the first result for ${what}`, async () => {
    const page = await site.visit("about:blank");
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    const kinds = new Map();
    const bytes = { all: 0, index: 0 };
    session.on("Network.responseReceived", ({ requestId, response, type }) => kinds.set(requestId, [type, response.url]));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const [type, url] = kinds.get(requestId) ?? [];
      if (type === "Font" || type === "Image") return;
      bytes.all += encodedDataLength;
      if (url.endsWith(".json")) bytes.index += encodedDataLength;
    });
    await page.goto(`/search/?q=${encodeURIComponent(query)}`, { waitUntil: "commit" });
    await results(page).first().waitFor();
    const { all, index } = bytes;
    console.log(`${STORIES} stories, ${what}: ${all} bytes before the first result, fonts apart, ${index} of them of the index`);
    assert.ok(all > 5000 && all < MOST, `${all} bytes`);
    await close(page);
  });
}

for (const [look, options] of Object.entries({ light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, forced: { forcedColors: "active" } })) {
  for (const width of [390, 1280]) {
    test(`axe finds nothing among results at ${width} px in ${look}`, async () => {
      const page = await site.visit("/search/?q=interpret", { width, bypassCSP: true, reducedMotion: "reduce", ...options });
      await results(page).locator(".excerpt mark").first().waitFor();
      await page.locator(".filters summary").click();
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
      await close(page);
    });
  }
}
