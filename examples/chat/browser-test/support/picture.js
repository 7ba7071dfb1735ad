/** Two pages side by side in one picture. */

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

const STYLE = `
  * { box-sizing: border-box; }
  body { margin: 0; width: fit-content; font: 13px "Inter", "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
  main { display: flex; align-items: center; gap: 44px; padding: 56px 60px 64px;
    background: radial-gradient(70% 90% at 12% 0%, #f6c9a8, transparent 70%),
      radial-gradient(60% 90% at 100% 100%, #7c3a2d, transparent 75%), linear-gradient(135deg, #e8a27c, #b8593c 60%, #8a4334); }
  figure { margin: 0; border-radius: 13px; overflow: hidden; box-shadow: 0 0 0 1px #00000024, 0 24px 64px #3d150847, 0 4px 14px #3d150833; }
  figcaption { position: relative; display: flex; align-items: center; justify-content: center; height: 38px; background: #ece4da; color: #6a5f54; font-weight: 600; }
  figcaption::before { content: ""; position: absolute; left: 16px; width: 11px; height: 11px; border-radius: 50%; background: #d9826a; box-shadow: 19px 0 #dfb15f, 38px 0 #8fb277; }
  .dark figcaption { background: #2c2622; color: #b3a79b; }
  img { display: block; }`;

/**
 * @param {import("playwright-core").Browser} browser
 * @param {{ title: string, scheme: "light" | "dark", png: Buffer, width: number }[]} windows
 * @param {string} file
 */
export async function compose(browser, windows, file) {
  const page = await browser.newPage({ viewport: { width: 1800, height: 1000 }, deviceScaleFactor: 2 });
  const figures = windows.map(
    ({ title, scheme, png, width }) => `<figure class="${scheme}"><figcaption>${title}</figcaption>
    <img alt="" width="${width}" src="data:image/png;base64,${png.toString("base64")}"></figure>`,
  );
  await page.setContent(`<!doctype html><style>${STYLE}</style><main>${figures.join("")}</main>`);
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  const picture = await page.locator("main").screenshot({ type: "png" });
  await page.close();
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, picture);
  return picture;
}
