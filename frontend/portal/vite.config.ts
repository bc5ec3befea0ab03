// How the portal's style and script are built: plain files under /static/, small, for phones of 2016 and later.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "/static/",
  publicDir: false,
  build: {
    outDir: here("../dist/portal"),
    emptyOutDir: true,
    target: ["es2017", "chrome61", "safari11", "firefox60"],
    // Newer than the script's: lowering logical properties would double the style. Older ones lose some edges, not the content.
    cssTarget: ["chrome87", "safari14.1", "firefox78"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: {
      input: [
        here("client/main.ts"),
        here("client/verify.ts"),
        here("portal.css"),
        here("charts.css"),
        here("icon.svg"),
      ],
    },
  },
});
