// What the journeys share: Chromium, a page of the chat, and servers that stand between the browser and the coach.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { createRequire } from "node:module";
import net from "node:net";
import { after } from "node:test";
import { chromium } from "playwright-core";

export const { COACH_URL, STAGE_URL, FRAIL_URL, CONTROL_URL, CERTIFICATE, KEY } = process.env;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
export async function launch() {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--host-resolver-rules=MAP stranger.example 127.0.0.1"] });
  return browser;
}
after(() => browser?.close());

/** A page in a context of its own, closed after the test; errors of the page fail the test. */
export async function newPage(test, options = {}) {
  const context = await (await launch()).newContext({ viewport: { width: 1100, height: 800 }, ignoreHTTPSErrors: true, ...options });
  const page = await context.newPage();
  watch(page);
  test.after(async () => {
    await context.close();
    if (page.problems.length) throw new Error(`The page had errors:\n${page.problems.join("\n")}`);
  });
  return page;
}

export function watch(page) {
  page.problems = [];
  page.requested = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("request", (request) => page.requested.push(request.url()));
  return page;
}

/** The chat page, ready to type. */
export async function chat(test, url = STAGE_URL, options) {
  const page = await newPage(test, options);
  await page.goto(`${url}/chat`);
  await composer(page).waitFor();
  return page;
}

export const composer = (page) => page.getByRole("textbox", { name: "Your message" });
export const answers = (page) => page.locator(".coachs");
export const told = (page, text) => page.locator(".coachs", { hasText: text });
export const mine = (page) => page.locator(".mine");

/** Writes a message with the keyboard; without waiting for an answer. */
export async function say(page, text) {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

/** Writes a message and gives what the coach says next, when it has come. */
export async function ask(page, text) {
  const before = await answers(page).count();
  await say(page, text);
  await answers(page).nth(before).waitFor({ timeout: 15_000 });
  return answers(page).nth(before);
}

/** Writes a message; gives the milliseconds from Enter until its answer was painted. */
export async function fromEnterToPaint(page, text) {
  await composer(page).fill(text);
  const painted = page.evaluate(() => {
    const root = document.querySelector("career-coach").shadowRoot;
    const before = root.querySelectorAll(".coachs").length;
    return new Promise((done) => {
      const pressed = () => {
        const began = performance.now();
        const seen = new MutationObserver(() => {
          if (root.querySelectorAll(".coachs").length === before) return;
          seen.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
        });
        seen.observe(root, { childList: true, subtree: true });
      };
      root.addEventListener("keydown", pressed, { once: true, capture: true });
    });
  });
  await composer(page).press("Enter");
  return painted;
}

export async function choose(page, name) {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name }).click();
}

/** The texts of the whole conversation, in order. */
export async function conversation(page) {
  const all = await page.locator(".message").evaluateAll((nodes) => nodes.map((node) => `${node.classList.contains("mine") ? ">" : "<"} ${node.querySelector(".bubble, .body").textContent}`));
  return all;
}

/** What axe finds wrong, as short lines. */
export async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`));
}

/** A site of somebody else, on another port. */
export async function site(test, html, headers = {}) {
  const server = http.createServer((request, response) => {
    if (request.url !== "/") return response.writeHead(404).end();
    return response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", ...headers }).end(html);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  test.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}

/** A reverse proxy with TLS that serves the coach below a path. */
export async function proxy(test, target, prefix = "/coach") {
  const { hostname, port } = new URL(target);
  const onward = (request) => ({ hostname, port, method: request.method, path: request.url.slice(prefix.length), headers: { ...request.headers, "x-forwarded-proto": "https" } });
  const server = https.createServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) }, (request, response) => {
    if (!request.url.startsWith(`${prefix}/`)) return response.writeHead(404).end();
    const inner = http.request(onward(request), (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    inner.on("error", () => response.destroy());
    return request.pipe(inner);
  });
  server.on("upgrade", (request, socket, early) => {
    const inner = http.request(onward(request));
    inner.on("upgrade", (answer, behind, first) => {
      const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join("")}\r\n`);
      socket.write(first); // what came right behind the handshake
      behind.write(early);
      behind.pipe(socket).pipe(behind);
      behind.on("error", () => socket.destroy());
      socket.on("error", () => behind.destroy());
    });
    inner.on("error", () => socket.destroy());
    inner.end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${server.address().port}${prefix}`;
}

/** A line to the coach that can be cut. */
export async function line(test, target) {
  const { hostname, port } = new URL(target);
  const open = new Set();
  let cut = false;
  const server = net.createServer((socket) => {
    if (cut) return socket.destroy();
    const behind = net.connect(Number(port), hostname);
    for (const end of [socket, behind]) {
      open.add(end);
      end.on("close", () => open.delete(end));
      end.on("error", () => end.destroy());
    }
    socket.pipe(behind).pipe(socket);
    return undefined;
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const destroy = () => open.forEach((end) => end.destroy());
  test.after(() => {
    destroy();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      cut = true;
      destroy();
    },
    mend() {
      cut = false;
    },
  };
}
