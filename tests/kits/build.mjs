// Bundles scripts for browsers: node build.mjs FOLDER [SOURCE…], all of src/ if none is named.
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { compileScript, parse } from "vue/compiler-sfc";

const [folder, ...named] = process.argv.slice(2);
const here = new URL(".", import.meta.url).pathname;
const pages = readdirSync(`${here}src`).filter((name) => name !== "config.js");

// A Vue component in one file, as Vue's own plugins for bundlers compile it
const vue = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, ({ path: filename }) => {
      const { descriptor } = parse(readFileSync(filename, "utf8"), { filename });
      const compilerOptions = { isCustomElement: (tag) => tag.startsWith("unknown-user-") };
      const options = { id: filename, inlineTemplate: true, templateOptions: { compilerOptions } };
      return { contents: compileScript(descriptor, options).content };
    });
  },
};

await build({
  entryPoints: named.length ? named : pages.map((name) => `${here}src/${name}`),
  outdir: folder,
  nodePaths: [`${here}node_modules`],
  plugins: [vue],
  bundle: true,
  minify: true,
  format: "esm",
  jsx: "automatic",
  target: "es2022",
  define: {
    "process.env.NODE_ENV": '"production"',
    __VUE_OPTIONS_API__: "true",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  logLevel: "warning",
});
