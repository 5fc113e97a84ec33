import journeys from "./playwright.config";

// `make pictures`: the pictures of the README, taken of the running product.
export default { ...journeys, projects: [], testMatch: "pictures.ts", outputDir: "results/pictures", timeout: 240_000 };
