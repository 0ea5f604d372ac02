// Menu, colours, filter, search and sharing, by keyboard and in the address.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "./site.mjs";

let site;
before(async () => { site = await open(); });
after(() => site?.close());

const close = (page) => page.context().close();
const focused = (page) => page.evaluate(() => document.activeElement.name || document.activeElement.className || document.activeElement.id);

/** Presses Tab until something has the focus. */
const tabTo = async (page, selector) => {
  for (let pressed = 0; pressed < 80; pressed++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
  }
  assert.fail(`Tab never comes to ${selector}`);
};

const status = (page) => page.getByRole("search").getByRole("status");
const says = (page, pattern) => page.waitForFunction(
  ([source]) => new RegExp(source).test(document.querySelector(".filter-form [role=status]").textContent),
  [pattern.source],
);
const rows = (page) => page.locator(".rows > li:visible");

test("the menu opens and closes by keyboard on a phone", async () => {
  const page = await site.visit("/offices/", { width: 390, height: 800 });
  const menu = page.getByRole("navigation", { name: "Main" });
  const button = page.getByRole("button", { name: "Menu" });
  assert.equal(await menu.isVisible(), false);
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await tabTo(page, ".menu-button");
  await page.keyboard.press("Enter");
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  assert.equal(await menu.isVisible(), true);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Interns");
  await page.keyboard.press("Escape");
  assert.equal(await menu.isVisible(), false);
  assert.equal(await button.evaluate((b) => b === document.activeElement), true, "the focus goes back");
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(await menu.isVisible(), true);
  assert.equal(await button.isVisible(), false);
  await close(page);
});

test("in every language the choice of colours stands beside the languages, and nothing runs over the edge", async () => {
  for (const path of ["/", "/fr/", "/es/", "/ar/"]) {
    for (const width of [390, 768, 1280]) {
      const page = await site.visit(path, { width, height: 900 });
      const boxes = await page.evaluate(() => [".colours", ".languages", ".site-menu"].map((part) => {
        const { top, bottom } = document.querySelector(part).getBoundingClientRect();
        return { top, bottom };
      }));
      const [colours, ...others] = boxes;
      const beside = others.some(({ top, bottom }) => top < colours.bottom && colours.top < bottom);
      // On a phone all stands in one column.
      assert.ok(beside || width === 390, `${path} at ${width}: ${JSON.stringify(boxes)}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${path} at ${width} is ${over} too wide`);
      await close(page);
    }
  }
});

test("colours are chosen by keyboard, remembered, and leave one key and no cookie", async () => {
  const page = await site.visit("/", { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const stored = () => page.evaluate(() => JSON.stringify(localStorage));
  const button = page.getByRole("button", { name: "Dark colours" });
  const light = await ground();
  assert.equal(await stored(), "{}", "nothing is kept before somebody chooses");
  await tabTo(page, ".colours");
  await page.keyboard.press("Space");
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  const dark = await ground();
  assert.notEqual(dark, light);

  // Nothing is painted in the wrong colours: the choice is there before the body is.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      window.themeAtBody = document.documentElement.dataset.theme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  assert.equal(await page.evaluate(() => window.themeAtBody), "dark");
  assert.equal(await ground(), dark);
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  assert.deepEqual(Object.keys(JSON.parse(await stored())), ["showcase-colours"]);
  assert.deepEqual(await page.context().cookies(), []);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);

  await button.click();
  assert.equal(await ground(), light);
  assert.equal(await stored(), "{}", "what the device asks for anyway is not kept");
  await close(page);
});

test("the list is narrowed by keyboard, and the live region says the count", async () => {
  const page = await site.visit("/interns/");
  const all = Number.parseInt(await status(page).textContent(), 10);
  assert.ok(all > 12, `${all} interns`);
  await tabTo(page, "#filter_q");
  for (const [next, what] of [["BUTTON", "the search's own button"], ["SUMMARY", "the filters"]]) {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), next, what);
  }
  await page.keyboard.press("Enter");
  await tabTo(page, "#filter_office");
  await page.keyboard.type("Geneva");
  await says(page, new RegExp(`^\\d+ of ${all} interns$`));
  const found = Number.parseInt(await status(page).textContent(), 10);
  assert.ok(found > 0 && found < all);
  assert.equal(await rows(page).count(), found);
  for (const text of await rows(page).allTextContents()) assert.match(text, /Geneva/);
  assert.equal(new URL(page.url()).search, "?office=geneva");
  assert.equal(await page.locator("[data-sentence]").textContent(), "All interns · Geneva, Switzerland");
  await tabTo(page, "[data-clear]");
  await page.keyboard.press("Enter");
  await says(page, new RegExp(`^${all} interns$`));
  assert.equal(new URL(page.url()).search, "");
  assert.equal(await focused(page), "q");
  await close(page);
});

test("what is chosen survives a reload, the back button and a link", async () => {
  const page = await site.visit("/interns/");
  await page.locator(".filter-form summary").click();
  await page.selectOption("#filter_office", "geneva");
  await says(page, / of /);
  const geneva = await status(page).textContent();
  await page.selectOption("#filter_year", "2022");
  await page.waitForURL("**/interns/?office=geneva&year=2022");
  await page.locator("#filter_q").fill("no such words");
  await says(page, /^No intern fits/);
  assert.equal(await rows(page).count(), 0);
  assert.match(page.url(), /q=no\+such\+words/);
  await page.reload();
  await says(page, /^No intern fits/);
  assert.equal(await page.locator("#filter_q").inputValue(), "no such words");
  await page.goBack();
  await page.waitForFunction(() => !location.search.includes("year"));
  await page.waitForFunction((text) => document.querySelector(".filter-form [role=status]").textContent === text, geneva);
  assert.equal(await page.locator("#filter_office").inputValue(), "geneva");
  assert.equal(await page.locator("#filter_q").inputValue(), "");
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("[data-list]").checkVisibility());
  assert.equal(new URL(page.url()).search, "");
  await page.goto("/interns/?level=postgraduate&office=no-such-place");
  await says(page, / of /);
  assert.equal(await page.locator("#filter_office").inputValue(), "");
  assert.equal(await page.locator("#filter_level").inputValue(), "postgraduate");
  await close(page);
});

test("search looks at names, titles, offices and courses, without regard to case and accents", async () => {
  const page = await site.visit("/interns/");
  const first = page.locator("[data-list] .rows > li").first();
  const [person, title] = [await first.locator("b").textContent(), await first.locator("a").textContent()];
  const office = (await first.locator("small").textContent()).split(" · ")[0];
  const words = title.slice(person.length + 2);
  for (const text of [person, words.toUpperCase(), `${office} ${person}`]) {
    await page.locator("#filter_q").fill(text.normalize("NFD"));
    await page.waitForFunction((t) => new URLSearchParams(location.search).get("q") === t, text.normalize("NFD").trim());
    await says(page, / of /);
    assert.ok((await rows(page).allTextContents()).some((row) => row.includes(words)), text);
  }
  await page.locator("#filter_q").fill("International Relations");
  await page.waitForFunction(() => location.search.includes("International"));
  await says(page, / of /);
  await close(page);
});

test("rows that the script makes are the rows that the site has", async () => {
  const page = await site.visit("/interns/");
  const there = await page.locator("[data-list] .rows > li").evaluateAll((items) => items.map((item) => item.outerHTML));
  // Nothing is written like this but every row has it.
  await page.locator("#filter_q").fill("a");
  await says(page, / of /);
  const more = page.getByRole("button", { name: /^Show \d+ more$/ });
  assert.equal(await rows(page).count(), there.length, "as many at first as a part of the list has");
  await more.click();
  const made = await rows(page).evaluateAll((items) => items.map((item) => item.outerHTML));
  assert.equal(await more.isVisible(), false);
  assert.equal(await page.evaluate((n) => document.activeElement === [...document.querySelectorAll(".rows > li a")].filter((a) => a.checkVisibility())[n], there.length), true, "the first new row has the focus");
  for (const row of there) assert.ok(made.includes(row), `${row}\nis not among\n${made.join("\n")}`);
  await close(page);
});

test("where the list cannot be loaded the plain links remain, and the page says so", async () => {
  const page = await site.visit("/interns/");
  await page.route("**/assets/interns-*.json", (route) => route.abort());
  await page.locator("#filter_q").fill("geneva");
  await says(page, /does not work/);
  assert.ok(await page.locator("details[data-directory] a").first().isVisible());
  assert.ok((await rows(page).count()) > 0, "the list stays");
  await close(page);
});

test("nothing is fetched before somebody searches", async () => {
  const page = await site.visit("/interns/");
  const asked = page.waitForRequest(/\/assets\/interns-/);
  const before = await page.evaluate(() => performance.getEntriesByType("resource").filter((r) => r.name.includes("/interns-")).length);
  assert.equal(before, 0);
  await page.locator("#filter_q").focus();
  await asked;
  await close(page);
});

test("a story is shared by the device or by its address", async () => {
  const page = await site.visit("/interns/i-7f3k/");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const share = page.locator("[data-share]");
  await share.getByRole("button", { name: "Copy link" }).click();
  await page.waitForFunction(() => document.querySelector("[data-share] [role=status]").textContent === "The link is copied");
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), canonical);
  await page.addInitScript(() => {
    navigator.share = async (what) => { window.shared = what; };
  });
  await page.reload();
  await share.getByRole("button", { name: "Share", exact: true }).click();
  assert.equal(await page.evaluate(() => window.shared.url), canonical);
  await close(page);
});
