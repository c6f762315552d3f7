// Pictures of every mode, theme and width, from the stage; `make screenshots` makes them.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { ask, answers, chat, choose, composer, newPage, say, site, STAGE_URL } from "./browser.mjs";

const OUT = process.env.SCREENSHOTS ?? "screenshots";
const THEMES = ["light", "dark"];
mkdirSync(OUT, { recursive: true });
const shot = (page, name) => page.screenshot({ path: join(OUT, `${name}.png`) });
const RESUME = "I taught myself and worked as a web developer. What goes first on my resume?";

for (const colorScheme of THEMES) {
  test(`page, ${colorScheme}`, async (t) => {
    for (const [width, height] of [[1280, 860], [768, 1024], [320, 640]]) {
      const page = await chat(t, STAGE_URL, { viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      const name = (what) => `page-${what}-${width}-${colorScheme}`;
      await shot(page, name("welcome"));
      await ask(page, RESUME);
      await page.locator(".source").first().click();
      await shot(page, name("answer"));
      await ask(page, "plan");
      await shot(page, name("plan"));
      await ask(page, "interview");
      await shot(page, name("interview"));
      await choose(page, "What you know about me");
      await page.locator(".profile").waitFor();
      await shot(page, name("profile"));
      await page.keyboard.press("Escape");
      if (width === 768) continue;
      await choose(page, "Start again");
      await shot(page, name("restart"));
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Menu" }).click();
      await shot(page, name("menu"));
      await page.keyboard.press("Escape");
      await ask(page, "it is all too much");
      await ask(page, "what does google pay its interns?");
      await page.getByRole("button", { name: "Pay and demand" }).click();
      await say(page, "fail");
      await page.getByRole("button", { name: "Try again" }).waitFor();
      await composer(page).fill("x".repeat(7_900));
      await shot(page, name("rest"));
      await page.getByRole("button", { name: "This didn't help" }).first().click();
      await page.getByRole("heading", { name: "What was wrong?" }).waitFor();
      await shot(page, name("feedback"));
    }
  });

  test(`bubble, ${colorScheme}`, async (t) => {
    const html = (more) => `<!doctype html><html lang="en"><title>A careers site</title><meta name="viewport" content="width=device-width">
      <style>body { font: 1rem/1.6 Georgia, serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark }</style>
      <h1>Careers at the library</h1><p>Every Tuesday we help people with their applications.</p>
      <script src="${STAGE_URL}/chat/widget.js" data-title="Career coach" data-theme="auto" ${more} async></script></html>`;
    for (const [width, height] of [[1100, 800], [320, 640]]) {
      const page = await newPage(t, { viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      const name = (what) => `bubble-${what}-${width}-${colorScheme}`;
      await page.goto(await site(t, html('data-teaser="Stuck with your resume? Ask me."')));
      await page.locator(".launcher").waitFor();
      await shot(page, name("closed"));
      await page.locator(".launcher").click();
      await composer(page).waitFor();
      await shot(page, name("welcome"));
      await ask(page, RESUME);
      await shot(page, name("answer"));
      await ask(page, "plan");
      await shot(page, name("plan"));
    }
    const page = await newPage(t, { viewport: { width: 900, height: 800 }, colorScheme, reducedMotion: "reduce" });
    await page.goto(await site(t, html('data-mode="inline"')));
    await composer(page).waitFor();
    await ask(page, RESUME);
    await shot(page, `inline-900-${colorScheme}`);
  });
}

test("forced colours", async (t) => {
  const page = await chat(t, STAGE_URL, { forcedColors: "active", viewport: { width: 900, height: 900 } });
  await ask(page, RESUME);
  await shot(page, "forced-colours-answer");
  await ask(page, "plan");
  await shot(page, "forced-colours-plan");
});

test("the picture of the readme", async (t) => {
  const page = await chat(t, process.env.COACH_URL, { viewport: { width: 760, height: 620 } });
  await ask(page, "I taught myself ML and worked as a web developer. What goes at the top of my resume?");
  await page.locator(".source").first().click();
  await answers(page).last().waitFor();
  await shot(page, "readme");
});
