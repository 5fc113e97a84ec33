// Reads an Excel file as a reader other than the one who wrote it: unzip, then the sheet's own XML.
import { strFromU8, unzipSync } from "fflate";

export type Cell = string | number;

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const plain = (xml: string) => xml.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name]!);
const texts = (xml: string) => plain([...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((match) => match[1]).join(""));

/** Column of a cell's name: "A1" is 0, "AB7" is 27. */
const column = (name: string) => [...name.replace(/\d+/, "")].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1;

/** A workbook's sheets by name, each as rows of cells. */
export function workbook(file: Uint8Array): { sheets: Map<string, Cell[][]>; frozen: Set<string> } {
  const parts = unzipSync(file);
  const part = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
  const shared = [...part("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map((match) => texts(match[1]!));
  const names = [...part("xl/workbook.xml").matchAll(/<sheet name="([^"]+)"/g)].map((match) => plain(match[1]!));
  const sheets = new Map<string, Cell[][]>();
  const frozen = new Set<string>();
  names.forEach((name, index) => {
    const xml = part(`xl/worksheets/sheet${index + 1}.xml`);
    if (/<pane [^>]*state="frozen"/.test(xml)) frozen.add(name);
    const rows = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => {
      const cells: Cell[] = [];
      for (const [, attributes, body = ""] of row[1]!.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
        const type = attributes!.match(/ t="(\w+)"/)?.[1] ?? "n";
        const value = body.match(/<v>([^<]*)<\/v>/)?.[1] ?? "";
        const at = column(attributes!.match(/r="([A-Z]+\d+)"/)![1]!);
        cells[at] = type === "s" ? shared[Number(value)]! : type === "inlineStr" ? texts(body) : type === "n" ? Number(value) : plain(value);
      }
      return cells;
    });
    sheets.set(name, rows);
  });
  return { sheets, frozen };
}

/** One column of a sheet by its title, without the title. */
export function columnOf(rows: Cell[][], title: string): Cell[] {
  const at = rows[0]?.indexOf(title) ?? -1;
  if (at < 0) throw new Error(`no column ${title} in ${rows[0]?.join(", ")}`);
  return rows.slice(1).map((row) => row[at]!);
}
