// Short ways to name a column of an export; its heading stands in the room `exports`.
import type { ColumnType, SheetColumn } from "../../platform/sheets/index.ts";

type Shown<Row> = Omit<SheetColumn<Row>, "key" | "type" | "title">;

function column<Row>(type: ColumnType): (key: string, value: Shown<Row>["value"], words?: string) => SheetColumn<Row> {
  return (key, value, words) => ({
    key,
    type,
    title: `exports.column.${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
    value,
    ...(words === undefined ? {} : { words }),
  });
}

/** Columns of one kind of row: `text("name", (row) => row.name)`; `words` begins the key of an id's words. */
export function columnsOf<Row>() {
  return {
    text: column<Row>("text"),
    number: column<Row>("number"),
    instant: column<Row>("instant"),
    yes: column<Row>("boolean"),
    list: column<Row>("list"),
  };
}
