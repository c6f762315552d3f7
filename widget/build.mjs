// Builds dist/widget.js (what a site embeds) and dist/app-HASH.js (what it loads when it is needed); refuses to grow too large.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const OUT = new URL("dist", import.meta.url).pathname;
const MOST = { loader: 3 * 1024, all: 50 * 1024 };

const common = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2021", "chrome100", "firefox100", "safari15.4"],
  loader: { ".css": "text" },
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  outdir: OUT,
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await build({ ...common, plugins: [packedStyles()], entryPoints: { app: "src/main.tsx" }, entryNames: "[name]-[hash]" });
const app = readdirSync(OUT).find((name) => name.startsWith("app-"));
await build({ ...common, plugins: [packedStyles()], entryPoints: { widget: "src/loader.ts" }, define: { APP_FILE: JSON.stringify(app) } });
copyFileSync("src/icon.svg", join(OUT, "icon.svg"));

const size = (name) => gzipSync(readFileSync(join(OUT, name)), { level: 9 }).length;
const loader = size("widget.js");
const all = loader + size(app);
console.log(`Widget: loader ${loader} bytes gzipped (at most ${MOST.loader}), all ${all} bytes (at most ${MOST.all}).`);
if (loader > MOST.loader || all > MOST.all) {
  console.error("The widget has grown too large.");
  process.exit(1);
}

/** Style sheets as minified text. */
function packedStyles() {
  return {
    name: "packed-styles",
    setup(builder) {
      builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const result = await build({ entryPoints: [path], minify: true, write: false, target: common.target, outdir: OUT, entryNames: basename(path) });
        return { contents: result.outputFiles[0].text.trim(), loader: "text" };
      });
    },
  };
}
