// Opens every page in headless Chromium, light and dark, on a screen, a phone
// and paper, in both languages, and clicks whatever can be clicked. Fails on a
// message in the console, a breach of the page's policy, a request, a page
// wider than its screen, or a violation that axe-core finds. PDFs, and pictures
// where they are asked for, are left beside the pages, to be looked at.
//
//   node check.mjs BROWSER TOOLS PAGES [pictures]

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [browserPath, tools, pages, pictures] = process.argv.slice(2);
const require = createRequire(resolve(tools, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const SCREENS = [
  { name: "wide", width: 1280, height: 900 },
  { name: "phone", width: 360, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  { name: "narrow", width: 320, height: 640 },
];
const wrong = [];
const note = (what) => {
  if (!wrong.includes(what)) console.error(what);
  wrong.push(what);
};

const browser = await puppeteer.launch({
  executablePath: browserPath,
  headless: true,
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});

/** A tab with the page open, that notes whatever goes wrong in it. */
async function open(file, where, screen, media) {
  const tab = await browser.newPage();
  tab.wrong = (what) => note(`${where}: ${what}`);
  tab.on("console", (message) => tab.wrong(`console ${message.type()}: ${message.text()}`));
  tab.on("pageerror", (error) => tab.wrong(`error: ${error.message}`));
  tab.on("dialog", (dialog) => {
    tab.wrong(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  const url = pathToFileURL(file).href;
  tab.on("request", (request) => {
    if (request.url().split("#")[0] !== url) tab.wrong(`request: ${request.url()}`);
  });
  await tab.evaluateOnNewDocument(() => {
    window.breaches = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  await tab.setViewport(screen);
  await tab.emulateMediaFeatures(media);
  await tab.goto(url);
  return tab;
}

async function inspect(tab) {
  for (const breach of await tab.evaluate(() => window.breaches)) tab.wrong(`policy: ${breach}`);
  const wide = await tab.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return null;
    const out = [...document.querySelectorAll("body *")].filter((one) =>
      one.getBoundingClientRect().right > clientWidth + 1 && !one.closest(".frame"));
    return `${scrollWidth} > ${clientWidth}: ${out.slice(0, 3).map((one) => one.outerHTML.slice(0, 90)).join(" | ")}`;
  });
  if (wide) tab.wrong(`wider than the screen: ${wide}`);
}

async function axeRun(tab, onPaper = false) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate((onPaper) => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
    // Nobody taps on paper.
    rules: { "target-size": { enabled: !onPaper } },
  }), onPaper);
  for (const { id, nodes } of violations) {
    const first = nodes[0];
    tab.wrong(`axe ${id} (${nodes.length}): ${first.html.slice(0, 160)} ${first.failureSummary.slice(0, 200)}`);
  }
}

/** How many findings can be seen. */
const seen = (tab) => tab.$$eval(".findings > li", (all) =>
  all.filter((one) => getComputedStyle(one).display !== "none" && !one.closest("[hidden]")).length);

/** Clicks all there is, and holds what each is to do. */
async function click(tab) {
  const expect = (holds, what) => holds || tab.wrong(what);
  const display = (selector) => tab.$eval(selector, (one) => getComputedStyle(one).display);
  for (const [language, other] of [["en", "th"], ["th", "en"], ["en", "th"]]) {
    await tab.click(`[data-language="${language}"]`);
    expect(await display(`h1 [lang="${language}"]`) !== "none", `${language} is not shown`);
    expect(await display(`h1 [lang="${other}"]`) === "none", `${other} is not hidden`);
    await inspect(tab);
  }
  if (await tab.$("#unfold")) {
    const folded = () => tab.$$eval("details", (all) => all.filter((one) => !one.open).length);
    await tab.click("#unfold");
    expect(await folded() === 0, "something stays folded");
    await inspect(tab);
    await tab.click("#unfold");
    expect(await folded() === (await tab.$$("details")).length, "something stays open");
    for (const part of await tab.$$("details > summary")) {
      if (await part.isVisible()) await part.evaluate((one) => one.click());
    }
    await tab.click("#unfold");
    await tab.click("#unfold");
  }
  if (await tab.$("#office")) {
    const all = await seen(tab);
    const shown = () => tab.$eval("#shown", (one) => Number(one.value));
    expect(await shown() === all, `${await shown()} are said to be shown, ${all} are`);
    const owners = await tab.$$eval("#office option", (options) => options.map((option) => option.value));
    let sum = 0;
    for (const owner of owners.slice(1)) {
      await tab.select("#office", owner);
      expect(await shown() === await seen(tab), `owner ${owner}: the count is wrong`);
      sum += await shown();
    }
    expect(sum === all, `the offices have ${sum} findings, all ${all}`);
    await tab.select("#office", "");
    for (const severity of ["error", "warning", "info"]) {
      await tab.click(`[data-severity="${severity}"]`);
      const left = await tab.$$eval(`.findings > .${severity}`, (those) =>
        those.filter((one) => one.checkVisibility()).length);
      expect(left === 0, `${left} of ${severity} are still shown`);
      expect(await shown() === await seen(tab), `${severity}: the count is wrong`);
    }
    expect(await shown() === 0, "something is shown with every severity off");
    for (const severity of ["error", "warning", "info"]) await tab.click(`[data-severity="${severity}"]`);
    expect(await seen(tab) === all, "not all came back");
    const link = await tab.$(".findings > li > a");
    if (link) {
      await link.evaluate((one) => one.click());
      const opened = await tab.evaluate(() => document.querySelector(location.hash).closest("details").open);
      expect(opened, "a link to a rule does not open it");
    }
  }
  if (await tab.$("#search")) {
    await tab.type("#search", "อ.299");
    const rows = await tab.$$eval(".lines tbody tr", (all) => all.filter((one) => !one.hidden).length);
    expect(rows === 1, `${rows} agencies are found instead of one`);
    await tab.$eval("#search", (one) => { one.value = ""; one.dispatchEvent(new Event("input", { bubbles: true })); });
  }
  // By the keyboard: the first stop leads past the contents.
  await tab.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await tab.keyboard.press("Tab");
}

const files = readdirSync(pages).filter((name) => name.endsWith(".html")).sort();
for (const wanted of ["sample.html", "large.html"]) {
  if (!files.includes(wanted)) note(`${wanted} is not there`);
}
for (const name of files) {
  const file = resolve(pages, name);
  const picture = (tab, kind) => pictures &&
    tab.screenshot({ path: join(pages, `${basename(name, ".html")}-${kind}.png`), fullPage: true });
  for (const scheme of ["light", "dark"]) {
    for (const screen of SCREENS) {
      const kind = `${scheme}-${screen.name}`;
      const tab = await open(file, `${name} ${kind}`, screen, [{ name: "prefers-color-scheme", value: scheme }]);
      await inspect(tab);
      await picture(tab, `${kind}-th`);
      if (scheme === "light" && screen.name !== "narrow") await click(tab);
      if (await tab.$("#unfold")) await tab.click("#unfold");
      await tab.click('[data-language="en"]');
      await axeRun(tab);
      await inspect(tab);
      await tab.evaluate(() => scrollTo(0, 0));
      await picture(tab, `${kind}-en`);
      await tab.close();
    }
  }
  // Without a script both languages can be read; and on paper.
  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.setViewport(SCREENS[0]);
  await plain.goto(pathToFileURL(file).href);
  await picture(plain, "plain");
  await plain.close();
  for (const language of ["th", "en"]) {
    const tab = await open(file, `${name} paper`, SCREENS[0], [{ name: "prefers-color-scheme", value: "dark" }]);
    await tab.click(`[data-language="${language}"]`);
    await tab.emulateMediaType("print");
    const paper = await tab.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper"));
    if (paper !== "#ffffff") tab.wrong(`printed on ${paper}`);
    await tab.setViewport({ width: 703, height: 1000 });
    await inspect(tab);
    await axeRun(tab, true);
    await tab.pdf({ path: join(pages, `${basename(name, ".html")}-${language}.pdf`), preferCSSPageSize: true, printBackground: false });
    await tab.close();
  }
}
await browser.close();
if (wrong.length) {
  console.error(`${wrong.length} things are wrong with report.html`);
  process.exit(1);
}
console.log(`report.html: ${files.length} pages, light and dark, on ${SCREENS.length} screens and on paper, in two languages: nothing wrong`);
