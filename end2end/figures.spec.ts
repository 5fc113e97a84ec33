// Large sums fit their cells: nothing is cut, at no width.
import { expect, test } from "@playwright/test";

import { DESK, device, signIn } from "./city";

const WIDTHS = [320, 375, 820, 1024, 1280];
const LARGE = ["1,043,218.4", "¥42,756,800.00", "4,275.68"];

test("a figure as large as a city's fits its cell", async ({ browser }) => {
  const page = await (await device(browser, DESK)).newPage();
  await signIn(page, "city01", "/hours-ledger");
  const cut: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const large of LARGE) {
      cut.push(
        ...(await page.locator(".key-figure").evaluateAll((figures, [large, width]) => {
          return figures.flatMap((figure) => {
            const value = figure.querySelector("dd")!;
            const number = [...value.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim());
            if (number) number.textContent = large as string;
            value.classList.toggle("is-long", (large as string).length > 11);
            const lines = document.createRange();
            if (number) lines.selectNodeContents(number);
            return [figure, ...figure.children]
              .filter((part) => part.scrollWidth > part.clientWidth || lines.getClientRects().length > 1)
              .map((part) => `${part.textContent} at ${width}: ${part.scrollWidth} > ${part.clientWidth}`);
          });
        }, [large, width] as const)),
      );
      expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
  expect(cut).toEqual([]);
});
