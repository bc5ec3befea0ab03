// Finds accounts on messengers and social networks: "@name", "Telegram: name", Skype and Discord names.
import { type Sheet, take } from "./sheet.ts";

const handles = /(?<![\p{L}\p{N}_@./])@([A-Za-z][A-Za-z0-9_.]{2,31})(?![A-Za-z0-9_@/])/gu;
const named =
  /(?<!\p{L})(telegram|instagram|tiktok|snapchat|twitter|viber|facebook|messenger|wechat|телеграм|инстаграм|тикток)[ \u00a0]{0,2}[:：]?[ \u00a0]{1,2}([A-Za-z0-9_][A-Za-z0-9_.]{2,31})/giu;
const skype = /(?<![\p{L}\p{N}_])live:[A-Za-z0-9._-]{3,40}/gu;
const discord = /(?<![\p{L}\p{N}_#])[A-Za-z0-9_.]{2,32}#\d{4}(?!\d)/gu;
const socialWord =
  /telegram|instagram|insta|tiktok|snapchat|twitter|facebook|messenger|viber|wechat|discord|compte|account|profil|cha[iî]ne|channel|\bdm\b|hacked by|group|телеграм|инстаграм|фэйсбүүк|хуудас|хаяг/iu;
/** Words after "@" in style sheets, code, and group chats. */
const notHandles = new Set(
  "media import property override font keyframes charset supports page staticmethod classmethod param return returns throws deprecated todo author everyone here channel home gmail author test beforeeach component input output injectable entity column".split(
    " ",
  ),
);

function isNear(text: string, start: number, end: number): boolean {
  return socialWord.test(text.slice(Math.max(0, start - 60), start)) || socialWord.test(text.slice(end, end + 60));
}

export function scanHandles(sheet: Sheet): void {
  const { text } = sheet;
  for (const match of text.matchAll(handles)) {
    const name = (match[1] ?? "").replace(/\.+$/, "").toLowerCase();
    const end = match.index + 1 + name.length;
    if (name.length < 3 || notHandles.has(name)) continue;
    if (!/[\d_]|\../.test(name) && !isNear(text, match.index, end)) continue;
    take(sheet, { kind: "handle", value: `@${name}`, start: match.index, end, isChecked: false });
  }
  for (const match of text.matchAll(named)) {
    const name = (match[2] ?? "").replace(/\.+$/, "");
    if (!/[\d_]/.test(name) || !/[A-Za-z]/.test(name) || /^v?[\d.]+$/i.test(name)) continue;
    const start = match.index + match[0].length - (match[2] ?? "").length;
    const network = (match[1] ?? "").toLowerCase();
    take(sheet, {
      kind: "handle",
      value: `@${name.toLowerCase()}`,
      start,
      end: start + name.length,
      isChecked: false,
      details: { network },
    });
  }
  for (const match of text.matchAll(skype)) {
    const value = match[0].replace(/[.-]+$/, "");
    take(sheet, {
      kind: "handle",
      value: value.toLowerCase(),
      start: match.index,
      end: match.index + value.length,
      isChecked: false,
      details: { network: "skype" },
    });
  }
  for (const match of text.matchAll(discord)) {
    if (!/discord/i.test(text.slice(Math.max(0, match.index - 40), match.index + match[0].length + 40))) continue;
    take(sheet, {
      kind: "handle",
      value: match[0].toLowerCase(),
      start: match.index,
      end: match.index + match[0].length,
      isChecked: false,
      details: { network: "discord" },
    });
  }
}
