// Takes the pictures of docs/comms-guide.md from the sample site of this
// repository, so that they show what readers will see:
//   node scripts/guide-pictures.mjs target/debug/showcase
// Needs `npm ci --prefix tests/browser` and Debian's chromium. The day is fixed;
// only a change of the theme or of the samples changes a picture.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const { chromium } = createRequire(join(root, "tests/browser/package.json"))("playwright-core");
const program = resolve(process.argv[2] ?? join(root, "target/debug/showcase"));
const out = join(root, "docs/pictures");
const date = "2026-11-23";
const port = 4581;
const story = "content/interns/i-7f3k/index.md";

const site = mkdtempSync(join(tmpdir(), "guide-"));
for (const part of ["content", "site.toml"]) cpSync(join(root, part), join(site, part), { recursive: true });
mkdirSync(out, { recursive: true });

const served = spawn(program, ["serve", "--root", site, "--date", date, "--port", String(port)], { stdio: "ignore" });
const home = `http://127.0.0.1:${port}`;
const waited = async (what) => {
  for (let tries = 0; tries < 600; tries++) {
    if (await what().catch(() => false)) return;
    await new Promise((go) => setTimeout(go, 200));
  }
  throw new Error("the preview did not come");
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  await waited(async () => (await fetch(`${home}/`)).ok);
  const context = await browser.newContext({ viewport: { width: 1000, height: 720 }, colorScheme: "light", reducedMotion: "reduce", bypassCSP: true });
  const page = await context.newPage();
  const take = async (name, path, { selector, prepare } = {}) => {
    await page.goto(home + path, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    if (prepare) await prepare();
    if (selector) await page.locator(selector).first().scrollIntoViewIfNeeded();
    const png = (await page.screenshot({ animations: "disabled" })).toString("base64");
    // The browser is also what makes a WebP of it; nothing else need be installed.
    const webp = await page.evaluate(async (data) => {
      const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.width, picture.height];
      canvas.getContext("2d").drawImage(picture, 0, 0);
      return canvas.toDataURL("image/webp", 0.8).split(",")[1];
    }, png);
    writeFileSync(join(out, `${name}.webp`), Buffer.from(webp, "base64"));
    console.log(`${name}.webp`);
  };

  await take("profile", "/interns/i-7f3k/");
  await take("donor", "/donors/quintin-hogg-trust/");
  await take("offices", "/offices/");
  await take("impact", "/impact/");
  await take("gone", "/410.html");

  const before = readFileSync(join(site, story), "utf8");
  writeFileSync(join(site, story), before.replace('office = "geneva"', 'office = "genevaa"'));
  await take("problem", "/interns/i-7f3k/", {
    prepare: () => page.getByRole("region", { name: "Problems in the site" }).waitFor({ timeout: 60_000 }),
  });
} finally {
  await browser.close();
  served.kill("SIGINT");
  rmSync(site, { recursive: true, force: true });
}
if (spawnSync("git", ["-C", root, "diff", "--quiet", "--", "docs/pictures"]).status) console.log("Some pictures changed: look at them.");
