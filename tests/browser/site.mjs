// Serves a built site as a host would that reads _headers and _redirects, and
// opens it in Chromium. SHOWCASE_SITE names the folder, CHROMIUM the browser.

import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";
import { chromium } from "playwright-core";

const root = process.env.SHOWCASE_SITE ?? new URL("../../public", import.meta.url).pathname;
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** What hosts compress. */
const PACKED = /^text\/|json|xml|svg/;

/** A file of the site. */
export const file = (path) => readFileSync(join(root, path));

/** Rules of `_redirects`: what is gone, and the page that says so. */
const gone = file("_redirects")
  .toString()
  .split("\n")
  .map((line) => line.split(" "))
  .filter(([, , status]) => status === "410")
  .map(([from, page]) => ({ folder: from.replace(/\*$/, ""), page }));

/** One address of each page kind. */
export const KINDS = {
  home: "/",
  interns: "/interns/",
  intern: "/interns/i-7f3k/",
  update: firstUpdate(),
  offices: "/offices/",
  office: "/offices/geneva/",
  cohorts: "/cohorts/",
  cohort: "/cohorts/2022/",
  donors: "/donors/",
  donor: "/donors/quintin-hogg-trust/",
  goals: "/sdgs/",
  goal: "/sdgs/10/",
  facets: "/schools/",
  facet: "/levels/undergraduate/",
  impact: "/impact/",
  page: "/about/",
  section: "/news/",
  search: "/search/",
  found: "/search/?q=report&year=2024",
  missing: "/no/such/page/",
  gone: `${gone[0]?.folder}deeper/`,
};

/** Languages that pages are there in besides the one without a prefix. */
export const FURTHER = readdirSync(root).filter((folder) => /^[a-z]{2,3}(-[A-Z]{2})?$/.test(folder) && existsSync(join(root, folder, "404.html")));

/** The same pages in another of the site's languages; those that stand in for
    others are of no language. */
export const kindsIn = (tag) =>
  Object.fromEntries(Object.entries(KINDS).filter(([kind]) => !["missing", "gone"].includes(kind)).map(([kind, path]) => [kind, `/${tag}${path}`]));

function firstUpdate() {
  const found = /https?:\/\/[^/<"]+(\/interns\/[^/<"]+\/(?!page)[^/<"]+\/)/.exec(file("sitemap.xml").toString().replace(/\/interns\/page\/\d+\//g, ""));
  return found?.[1];
}

/** The rules of `_headers` that are for all files. */
const headers = Object.fromEntries(
  /^\S+\*\n((?: .*\n)+)/
    .exec(file("_headers").toString())[1]
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/:\s+(.*)/s)),
);

const answer = (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
  const send = (status, name) => {
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    const packed = PACKED.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"]);
    response.writeHead(status, { ...headers, "Content-Type": type, ...(packed && { "Content-Encoding": "gzip" }) });
    const bytes = createReadStream(name);
    (packed ? bytes.pipe(createGzip()) : bytes).pipe(response);
  };
  const rule = gone.find(({ folder }) => path.startsWith(folder));
  if (rule) return send(410, join(root, rule.page));
  const name = join(root, path.endsWith("/") ? `${path}index.html` : path);
  if (existsSync(name) && statSync(name).isFile()) return send(200, name);
  return send(404, join(root, "404.html"));
};

/** Starts server and browser; `close` ends both. `text` is the size of text
    that the browser is set to, in pixels. */
export const open = async ({ text = 16 } = {}) => {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("There is no Chromium. Install it, or say where it is: CHROMIUM=/path");
  // Chromium refuses its sandbox to root, as which containers run.
  const args = [`--blink-settings=defaultFontSize=${text}`, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const browser = await chromium.launch({ executablePath, args });

  /** A page with a device of its own: nothing is remembered from another. */
  const visit = async (path, { width = 1280, height = 900, ...options } = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, baseURL: origin, ...options });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };

  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { origin, browser, visit, close };
};
