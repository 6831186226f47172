// Bundles each page's script for browsers: node build.mjs FOLDER [SOURCE…], all of src/ if none is named.
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const [folder, ...named] = process.argv.slice(2);
const here = new URL(".", import.meta.url).pathname;
const pages = readdirSync(`${here}src`).filter((name) => name !== "config.js");

await build({
  entryPoints: named.length ? named : pages.map((name) => `${here}src/${name}`),
  outdir: folder,
  nodePaths: [`${here}node_modules`],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
