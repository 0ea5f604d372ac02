// The search page of this site: what is found first, filters, the address, what
// those hear who listen, and what is there without a script.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { QUERIES } from "./queries.mjs";
import { ask, close, findsFirst, paths, results, says, until } from "./results.mjs";
import { open } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(() => site?.close());

const field = (page) => page.locator("#search_q");
const hears = (page, pattern) => until(page, "[role=status]", pattern);

test("the best answer comes first", () => findsFirst(site, QUERIES));

test("results come while somebody types, and those who listen are told once", async () => {
  const page = await site.visit("/search/");
  const told = [];
  await page.exposeFunction("told", (text) => { if (text) told.push(text); });
  await page.evaluate(() => {
    const status = document.querySelector("[role=status]");
    new MutationObserver(() => window.told(status.textContent)).observe(status, { childList: true });
  });
  await field(page).pressSequentially("spellin", { delay: 40 });
  await says(page, /result/);
  assert.equal((await paths(page))[0], "/interns/i-9xhn/");
  assert.match(await results(page).first().locator("mark").first().textContent(), /^spelling/i);
  await hears(page, /result/);
  assert.equal(told.length, 1, told.join(" | "));
  assert.match(page.url(), /\?q=spellin$/);
  await close(page);
});

test("a result has a name, a title, a picture and the words that were found", async () => {
  const page = await site.visit("/search/?q=impostor");
  await says(page, /result/);
  const first = results(page).first();
  assert.equal(await first.locator("h2").textContent(), "Priya Stannowick: How to chase a signature across four floors");
  await first.locator(".excerpt mark").waitFor();
  assert.match(await first.locator(".excerpt").textContent(), /impostor/);
  await page.goto("/search/?q=nonante");
  const hit = results(page).first().locator(".excerpt mark");
  await hit.waitFor();
  assert.equal(await hit.first().textContent(), "nonante", "found in the text, not in the summary");
  await page.goto("/search/?q=larkwell");
  await says(page, /result/);
  assert.ok(await results(page).first().locator("img").evaluate((image) => image.getAttribute("alt") === "" && image.loading === "lazy"));
  await close(page);
});

test("filters narrow what was found, with counts, and stand in the address", async () => {
  const page = await site.visit("/search/?q=office");
  await says(page, /result/);
  await page.locator(".filters summary").click();
  const option = page.locator("#search_office option[value=nairobi]");
  const n = Number(/\((\d+)\)$/.exec(await option.textContent())[1]);
  await page.selectOption("#search_office", "nairobi");
  await says(page, new RegExp(`^${n} results?$`));
  assert.ok(n > 0 && (await results(page).locator("p.quiet").allTextContents()).every((text) => text.includes("Nairobi")));
  await page.selectOption("#search_level", "postgraduate");
  await page.waitForURL(/q=office&office=nairobi&level=postgraduate/);
  await page.goBack();
  await says(page, new RegExp(`^${n} results?$`));
  assert.equal(await page.locator("#search_level").inputValue(), "");
  await page.reload();
  await says(page, new RegExp(`^${n} results?$`));
  assert.equal(await page.locator("#search_office").inputValue(), "nairobi");
  assert.equal(await page.locator(".filters").getAttribute("open"), "");
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.waitForURL(/\/search\/$/);
  assert.equal(await results(page).count(), 0);
  assert.ok(await page.locator("[data-lists]").isVisible());
  await close(page);
});

test("filters alone give everybody who fits", async () => {
  const page = await site.visit("/search/?year=2023");
  await says(page, /result/);
  const texts = await results(page).locator("p.quiet").allTextContents();
  assert.ok(texts.length > 0 && texts.every((text) => text.includes("2023")), texts.join("\n"));
  await close(page);
});

test("the field in the head of every page leads to the search page", async () => {
  const page = await site.visit("/offices/");
  await page.getByRole("searchbox", { name: "Search this site" }).fill("Vientián");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/\?q=/);
  await says(page, /result/);
  assert.equal((await paths(page))[0], "/offices/vientiane/");
  assert.equal(await page.locator("#site_q").count(), 0, "one field is enough");
  await close(page);
});

test("more results come by keyboard, and the first of them has the focus", async () => {
  const page = await site.visit("/search/?q=the+office+intern");
  await says(page, /result/);
  const more = page.getByRole("button", { name: /^Show \d+ more$/ });
  const before = await results(page).count();
  assert.equal(before, 10);
  await more.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((n) => document.querySelectorAll(".results > li").length > n, before);
  assert.ok(await page.evaluate((n) => document.activeElement === document.querySelectorAll(".results > li a")[n], before));
  await close(page);
});

test("what is not there is said, and what cannot be loaded leaves the lists", async () => {
  const page = await site.visit("/search/?q=xylophonist");
  await says(page, /^Nothing here/);
  for (const name of ["Matteo Varnhollow", "Varnhollow", "Farzana Kelderwood", "Kelderwood"]) {
    await ask(page, { q: name });
    assert.doesNotMatch(await page.locator(".results").textContent(), /Matteo|Varnhollow|Farzana|Kelderwood/, "withheld names");
  }
  await page.context().route("**/assets/words-*.json", (route) => route.abort());
  await page.goto("/search/?q=geneva");
  await says(page, /does not work/);
  assert.ok(await page.locator("[data-lists]").isVisible());
  await close(page);
});

test("nothing breaks the policy or logs an error, and nothing is fetched before somebody searches", async () => {
  const page = await site.visit("about:blank");
  const found = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) found.push(message.text()); });
  page.on("pageerror", (error) => found.push(String(error)));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));
  });
  await page.goto("/search/");
  const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").filter((r) => r.name.endsWith(".json")).length);
  assert.equal(await loaded(), 0);
  await field(page).fill("nonante");
  await says(page, /result/);
  await results(page).first().locator("mark").waitFor();
  await page.locator(".filters summary").click();
  await page.selectOption("#search_office", "bujumbura");
  await page.goBack();
  await page.locator("[data-clear]").click();
  await page.goto("/about/");
  await page.locator("#site_q").fill("geneva");
  await page.keyboard.press("Enter");
  await says(page, /result/);
  assert.deepEqual(found, []);
  await close(page);
});

test("without a script the page says so and has every list", async () => {
  const page = await site.visit("/search/?q=geneva", { javaScriptEnabled: false });
  assert.match(await page.locator("main").textContent(), /Searching needs JavaScript/);
  for (const path of ["/offices/geneva/", "/cohorts/2023/", "/sdgs/10/", "/levels/undergraduate/", "/donors/turing-scheme/"]) {
    assert.ok(await page.locator(`main a[href="${path}"]`).isVisible(), path);
  }
  await close(page);
});
