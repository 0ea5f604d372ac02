// The preview while a site is edited: what changes is shown at once, problems
// come and go, the bar knows the page. SHOWCASE_BIN names the program and
// SHOWCASE_PROJECT a copy of a site that may be changed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const { SHOWCASE_BIN: program, SHOWCASE_PROJECT: root } = process.env;
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const STORY = "content/interns/i-7f3k/index.md";
const PAGE = "/interns/i-7f3k/";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHADOW = "#showcase-preview";

let server;
let browser;
let origin;

before(async () => {
  server = spawn(program, ["serve", "--root", root, "--date", "2026-11-24"], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: server.stderr })) {
    const found = /The preview is at (http:\/\/localhost:\d+)/.exec(line);
    if (found) {
      origin = found[1];
      break;
    }
  }
  server.stderr.resume();
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
});

after(async () => {
  await browser?.close();
  server?.kill();
});

const visit = async (path, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 700 }, baseURL: origin, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.refused = [];
  page.on("console", (message) => { if (/Content Security Policy|refused/i.test(message.text())) page.refused.push(message.text()); });
  await page.goto(path);
  await page.locator(`${SHADOW} summary`).first().waitFor();
  return page;
};

/** Changes a file, and gives a way to change it back. */
const edit = (path, change) => {
  const file = join(root, path);
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  assert.notEqual(changed, text, path);
  writeFileSync(file, changed);
  return () => { writeFileSync(file, text); };
};

const overlay = (page) => page.locator(SHADOW).getByRole("region", { name: "Problems in the site" });

test("a change of text is shown where the reader was", async () => {
  const page = await visit(PAGE);
  await page.evaluate(() => { scrollTo(0, 400); });
  const back = edit(STORY, (text) => `${text}\nA sentence that was not there.\n`);
  await page.getByText("A sentence that was not there.").waitFor();
  await page.waitForFunction(() => Math.abs(scrollY - 400) < 2);
  back();
  await page.getByText("A sentence that was not there.").waitFor({ state: "detached" });
  await page.waitForFunction(() => Math.abs(scrollY - 400) < 2);
  assert.deepEqual(page.refused, [], "the site's policy refuses nothing of the preview");
  await page.context().close();
});

test("a change of styles is swapped in without a reload", async () => {
  const page = await visit(PAGE);
  await page.evaluate(() => { window.stayed = true; });
  const back = edit("themes/own/styles/96-own.css", () => "body { outline: 7px solid rgb(1, 2, 3); }\n");
  await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth === "7px");
  assert.equal(await page.evaluate(() => window.stayed), true, "the page was not loaded again");
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
  back();
  await page.waitForFunction(() => getComputedStyle(document.body).outlineWidth !== "7px");
  assert.equal(await page.evaluate(() => window.stayed), true);
  await page.context().close();
});

test("problems lie over the last good page and go when they are mended", async () => {
  const page = await visit(PAGE);
  const heading = await page.getByRole("heading", { level: 1 }).textContent();
  const back = edit(STORY, (text) => text.replace(/^office = .*$/m, 'office = "nowhere"'));
  await overlay(page).waitFor();
  const text = await overlay(page).textContent();
  for (const part of ["1 problem", "office-unknown", `${STORY}:`, 'office = "nowhere"', "help"]) assert.ok(text.includes(part), `${part}: ${text}`);
  assert.match(await page.locator(SHADOW).getByRole("alert").textContent(), /The site has 1 problem/);
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), heading);
  back();
  await overlay(page).waitFor({ state: "hidden" });
  await page.context().close();
});

test("problems are closed by keyboard, and the focus is never caught", async () => {
  const page = await visit(PAGE);
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement.className);
  assert.equal(await focused(), "skip-link");
  const back = edit(STORY, (text) => text.replace(/^office = .*$/m, 'office = "nowhere"'));
  await overlay(page).waitFor();
  assert.equal(await focused(), "skip-link", "it does not take the focus");
  const inner = () => page.evaluate((s) => document.querySelector(s).shadowRoot.activeElement?.textContent ?? "", SHADOW);
  await page.keyboard.press("Shift+Tab");
  await page.evaluate((s) => { document.querySelector(s).shadowRoot.querySelector(".overlay button").focus(); }, SHADOW);
  assert.equal(await inner(), "Close");
  for (let pressed = 0; pressed < 3; pressed++) await page.keyboard.press("Tab");
  assert.notEqual(await inner(), "Close", "Tab leads on");
  await page.keyboard.press("Escape");
  await overlay(page).waitFor({ state: "hidden" });
  back();
  await page.waitForFunction(async () => (await (await fetch("/.showcase/state")).json()).ok);
  const again = edit(STORY, (text) => text.replace(/^office = .*$/m, 'office = "elsewhere"'));
  await overlay(page).waitFor();
  await overlay(page).getByRole("button", { name: "Close" }).press("Enter");
  await overlay(page).waitFor({ state: "hidden" });
  assert.match(await inner(), /^Preview/, "the focus goes to the bar");
  again();
  await page.waitForFunction(async () => (await (await fetch("/.showcase/state")).json()).ok);
  await page.context().close();
});

test("the bar says where the page comes from, changes the day and the colours, and is accessible", async () => {
  const page = await visit(PAGE);
  const bar = page.locator(SHADOW).getByRole("complementary", { name: "Preview" });
  await bar.locator("summary").first().click();
  await bar.getByText(STORY, { exact: true }).waitFor();
  await bar.getByLabel("Colours").selectOption("dark");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((s) => axe.run(document.querySelector(s)), SHADOW);
  assert.deepEqual(violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`), []);
  await bar.getByLabel("Day").fill("2026-11-25");
  await page.waitForFunction(async () => (await (await fetch("/.showcase/state")).json()).date === "2026-11-25");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.goto("/");
  await bar.getByRole("button", { name: "Today" }).click();
  await page.waitForFunction(async () => (await (await fetch("/.showcase/state")).json()).date !== "2026-11-25");
  await page.context().close();
});

test("the page is shown at the width of a phone", async () => {
  const page = await visit(PAGE);
  const bar = page.locator(SHADOW).getByRole("complementary", { name: "Preview" });
  await bar.locator("summary").first().click();
  await bar.getByRole("link", { name: "Phone width" }).click();
  const frame = page.frameLocator("iframe");
  await frame.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await frame.locator("html").evaluate(() => innerWidth), 390);
  assert.equal(await frame.locator(`${SHADOW} summary`).count(), 0, "no bar in the bar");
  await page.getByRole("link", { name: "Back to the page" }).click();
  await page.waitForURL(`**${PAGE}`);
  await page.context().close();
});
