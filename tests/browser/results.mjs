// The search page as tests use it: ask, read what was found, hear what is said.

import assert from "node:assert/strict";

export const close = (page) => page.context().close();
export const results = (page) => page.locator(".results > li");

/** Waits until an element says something; it may be on a page that is yet to come. */
export const until = (page, selector, pattern) => page.waitForFunction(
  ([where, source]) => new RegExp(source).test(document.querySelector(where)?.textContent ?? ""),
  [selector, pattern.source],
);
export const says = (page, pattern) => until(page, "[data-count]", pattern);

/** Addresses of what was found, in order. */
export const paths = (page) =>
  results(page).locator("h2 a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));

/** Opens the search page with something asked for, and waits for the count. */
export const ask = async (page, query) => {
  await page.goto(`/search/?${new URLSearchParams(query)}`);
  await says(page, /./);
};

/** Of ten queries the best answer comes first for nine at least. */
export const findsFirst = async (site, queries) => {
  const page = await site.visit("/search/");
  const wrong = [];
  for (const [query, best] of queries) {
    await ask(page, { q: query });
    const [first] = await paths(page);
    if (first !== best) wrong.push(`${query}: ${first} and not ${best}`);
  }
  await close(page);
  console.log(`${queries.length - wrong.length} of ${queries.length} best answers come first ${wrong}`);
  assert.ok(wrong.length <= queries.length / 10, wrong.join("\n"));
};
