// For everybody: no violation in any mode and theme, everything by keyboard, small, large, without colours, without motion.
import assert from "node:assert/strict";
import { test } from "node:test";
import { answers, ask, chat, choose, composer, newPage, say, site, STAGE_URL, violations } from "./browser.mjs";

const RESUME = "I taught myself and worked as a web developer. What goes first on my resume?";
const embedded = (more) => `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A site</title><main><h1>A site</h1></main><script src="${STAGE_URL}/chat/widget.js" ${more} async></script></html>`;

/** Every view of the widget, one after the other. */
async function* views(page) {
  yield "welcome";
  await ask(page, RESUME);
  await page.locator(".source").first().click();
  yield "answer with a picture, a reason and an open source";
  await ask(page, "plan");
  for (const closed = page.locator(".phase:not([open]) > summary"); await closed.count(); ) await closed.first().click();
  yield "plan";
  await ask(page, "interview");
  await say(page, "fail");
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await ask(page, "what does google pay its interns?");
  await answers(page).last().locator(".choices button").first().click();
  await composer(page).fill("x".repeat(8_010));
  yield "used choices, a failure, too long a message";
  await composer(page).fill("");
  await page.getByRole("button", { name: "Menu" }).click();
  yield "menu";
  await page.keyboard.press("Escape");
  await choose(page, "What you know about me");
  await page.locator(".profile").waitFor();
  yield "profile";
  await page.getByRole("button", { name: "Forget me" }).click();
  yield "confirmation";
  await page.keyboard.press("Escape");
  await choose(page, "My plan");
  await page.getByRole("dialog", { name: "Your plan" }).locator(".plan").waitFor();
  yield "my plan";
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "This didn't help" }).last().click();
  await page.getByRole("heading", { name: "What was wrong?" }).waitFor();
  yield "feedback";
  await page.keyboard.press("Escape");
}

for (const colorScheme of ["light", "dark"])
  for (const mode of ["page", "bubble", "inline"])
    test(`no violations: ${mode}, ${colorScheme}`, async (t) => {
      const page = await newPage(t, { colorScheme, reducedMotion: "reduce" });
      await page.goto(mode === "page" ? `${STAGE_URL}/chat` : await site(t, embedded(`data-mode="${mode}" data-teaser="Need a hand?"`)));
      if (mode === "bubble") {
        await page.getByText("Need a hand?").waitFor();
        assert.deepEqual(await violations(page), [], "closed");
        await page.getByRole("button", { name: "Open Career coach" }).click();
      }
      await composer(page).waitFor();
      for await (const view of views(page)) assert.deepEqual(await violations(page), [], view);
    });

test("no violations on a phone, full screen", async (t) => {
  const page = await newPage(t, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, reducedMotion: "reduce" });
  await page.goto(await site(t, embedded("")));
  await page.getByRole("button", { name: "Open Career coach" }).click();
  await ask(page, RESUME);
  assert.equal(await page.getByRole("dialog").getAttribute("aria-modal"), "true");
  assert.deepEqual(await violations(page), []);
});

for (const [what, options] of [["320 pixels wide", { viewport: { width: 320, height: 640 } }], ["at 200 %", { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }], ["at 400 %", { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }]])
  test(`usable ${what}: nothing has to be scrolled sideways, nothing is cut off`, async (t) => {
    const page = await chat(t, STAGE_URL, { ...options, reducedMotion: "reduce" });
    for await (const view of views(page)) {
      const wide = await page.evaluate(() => {
        const root = document.querySelector("career-coach").shadowRoot;
        const boxes = [...root.querySelectorAll("button, .message, .sheet, .plan, .composer, .menu, h2, p")].filter((one) => one.offsetParent);
        const beyond = boxes.filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1);
        return [...(document.documentElement.scrollWidth > innerWidth ? ["the page"] : []), ...beyond.map((one) => one.outerHTML.slice(0, 80))];
      });
      assert.deepEqual(wide, [], view);
    }
  });

test("everything by keyboard", async (t) => {
  const page = await newPage(t);
  await page.goto(await site(t, embedded("")));
  await page.locator(".launcher").waitFor();
  const focused = () => page.evaluate(() => {
    const one = document.activeElement?.shadowRoot?.activeElement;
    return one ? `${one.getAttribute("role") ?? one.tagName.toLowerCase()} ${one.getAttribute("aria-label") || one.textContent.trim()}` : "";
  });
  const tabTo = async (name, key = "Tab") => {
    for (let press = 0; press < 60; press++) {
      if ((await focused()).includes(name)) return;
      await page.keyboard.press(key);
    }
    assert.fail(`${name} cannot be reached; the last was ${await focused()}`);
  };
  await tabTo("Open Career coach");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.tagName === "TEXTAREA");
  await page.keyboard.type(RESUME);
  await page.keyboard.press("Enter");
  await answers(page).first().waitFor();
  assert.equal(await focused(), "textarea Your message", "an answer does not take the focus");
  await tabTo("Source 1", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByText("Open the article").waitFor();
  await tabTo("How many projects?");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.tagName === "TEXTAREA");
  await page.keyboard.type("plan");
  await page.keyboard.press("Enter");
  await page.locator(".plan").waitFor();
  await tabTo("checkbox Put a readme", "Shift+Tab");
  await page.keyboard.press("Space");
  await page.getByText("3 of 7 steps done").waitFor();
  await tabTo("button Menu", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await page.locator(".profile").waitFor();
  assert.equal(await focused(), "h2 What I know about you");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.ariaLabel === "Menu");
  await page.keyboard.press("Escape");
  await page.locator(".panel").waitFor({ state: "hidden" });
  assert.match(await focused(), /^button Open Career coach/);
});

test("on a phone Tab stays inside the open panel", async (t) => {
  const page = await newPage(t, { viewport: { width: 320, height: 640 } });
  await page.goto(await site(t, embedded("").replace("</main>", "</main><a href=#>outside</a>")));
  await page.getByRole("button", { name: "Open Career coach" }).click();
  await composer(page).waitFor();
  for (let press = 0; press < 25; press++) {
    await page.keyboard.press(press < 12 ? "Tab" : "Shift+Tab");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "CAREER-COACH");
  }
});

test("each finished message is announced once, and the words do not stay", async (t) => {
  const page = await chat(t);
  await page.evaluate(() => {
    window.announced = [];
    const live = document.querySelector("career-coach").shadowRoot.querySelector("[aria-live=polite]");
    new MutationObserver(() => live.textContent && window.announced.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
  });
  await ask(page, "hello");
  await ask(page, "again");
  await page.waitForFunction(() => document.querySelector("career-coach").shadowRoot.querySelector("[aria-live=polite]").textContent === "");
  assert.deepEqual(await page.evaluate(() => window.announced), ["Hello, what would you like to know?", "Answer to: again"]);
});

test("without colours the states can still be told apart", async (t) => {
  const page = await chat(t, STAGE_URL, { forcedColors: "active" });
  await ask(page, "plan");
  const tick = (name) => page.getByRole("checkbox", { name }).evaluate((one) => getComputedStyle(one).backgroundColor);
  await page.locator(".phase > summary").first().click();
  assert.notEqual(await tick("Finish one course on the basics of ML"), await tick("Put a readme in your best project"));
  assert.ok(await page.locator(".bubble").first().evaluate((one) => Number.parseFloat(getComputedStyle(one).borderTopWidth) > 0));
});

test("who wants no motion gets none", async (t) => {
  const page = await chat(t, STAGE_URL, { reducedMotion: "reduce" });
  await say(page, "slow 2");
  await page.locator(".typing").waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("career-coach").shadowRoot.getAnimations().length), 0);
});

test("targets are at least 24 pixels, on a touch screen 44", async (t) => {
  const page = await chat(t, STAGE_URL, { viewport: { width: 400, height: 800 }, hasTouch: true, isMobile: true });
  await ask(page, RESUME);
  await ask(page, "plan");
  const small = await page.evaluate(() => {
    const root = document.querySelector("career-coach").shadowRoot;
    const reach = (one) => (one.classList.contains("tick") ? 44 : one.getBoundingClientRect().height);
    return [...root.querySelectorAll("button")].filter((one) => one.offsetParent && reach(one) < 43.5 && !one.classList.contains("text-button")).map((one) => one.outerHTML.slice(0, 90));
  });
  assert.deepEqual(small, []);
});
