// Decodes Windows' binary XML ([MS-EVEN6] 2.2.12; Schuster 2007): templates with gaps, and the values that fill them.

import { ByteCursor } from "./byte-cursor.ts";
import { isEmbeddedXml, readEvtxValue } from "./evtx-values.ts";
import type { EvtxScalar } from "./evtx-values.ts";
import { UnreadableLog } from "./limits.ts";

export interface XmlElement {
  name: string;
  attributes: { name: string; content: XmlContent[] }[];
  content: XmlContent[];
}

/** A value that is an element stands for XML embedded in a value; a gap is filled when a template is used. */
export type XmlContent =
  | { kind: "value"; value: EvtxScalar | EvtxScalar[] }
  | { kind: "element"; element: XmlElement }
  | { kind: "gap"; index: number };

const maxDepth = 48;
const maxValues = 4_096;
const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Decodes within one chunk of 64 KiB: names and templates are shared by all its records. */
export class BinaryXml {
  private readonly chunk: Uint8Array;
  private readonly templates = new Map<number, XmlContent[]>();

  constructor(chunk: Uint8Array) {
    this.chunk = chunk;
  }

  /** @throws UnreadableLog where the bytes are no binary XML */
  decode(at: number, end: number): XmlContent[] {
    return this.fragment(new ByteCursor(this.chunk.subarray(0, end), at), false, 0);
  }

  /** Elements of a template carry two bytes more than others. Contents up to the end token, the end of the data, or the end of the element that encloses them. */
  private fragment(cursor: ByteCursor, isTemplate: boolean, depth: number): XmlContent[] {
    if (depth > maxDepth) throw new UnreadableLog(`binary XML nested deeper than ${maxDepth}`);
    const content: XmlContent[] = [];
    while (cursor.at < cursor.bytes.length) {
      const token = cursor.u8();
      switch (token & 0xbf) {
        case 0x00:
        case 0x04:
          return content;
        case 0x01:
          content.push({ kind: "element", element: this.element(cursor, (token & 0x40) !== 0, isTemplate, depth) });
          break;
        case 0x05:
          cursor.skip(1);
          content.push({ kind: "value", value: cursor.utf16(cursor.u16() * 2) });
          break;
        case 0x07:
        case 0x0b:
          content.push({ kind: "value", value: cursor.utf16(cursor.u16() * 2) });
          break;
        case 0x08:
          content.push({ kind: "value", value: String.fromCharCode(cursor.u16()) });
          break;
        case 0x09: {
          const name = this.name(cursor);
          content.push({ kind: "value", value: entities[name] ?? `&${name};` });
          break;
        }
        case 0x0a:
          this.name(cursor);
          break;
        case 0x0c:
          content.push(...this.templateInstance(cursor, depth));
          break;
        case 0x0d:
        case 0x0e: {
          const index = cursor.u16();
          cursor.skip(1);
          content.push({ kind: "gap", index });
          break;
        }
        case 0x0f:
          cursor.skip(3);
          break;
        default:
          throw new UnreadableLog(`unknown token 0x${token.toString(16)} at byte ${cursor.at - 1} of a chunk`);
      }
    }
    return content;
  }

  private element(cursor: ByteCursor, hasAttributes: boolean, isTemplate: boolean, depth: number): XmlElement {
    if (isTemplate) cursor.skip(2);
    cursor.skip(4);
    const element: XmlElement = { name: this.name(cursor), attributes: [], content: [] };
    if (hasAttributes) cursor.skip(4);
    for (;;) {
      const token = cursor.u8();
      if (token === 0x02) break;
      if (token === 0x03) return element;
      if ((token & 0xbf) !== 0x06)
        throw new UnreadableLog(`element ${element.name} does not close at byte ${cursor.at}`);
      element.attributes.push({ name: this.name(cursor), content: this.attributeContent(cursor) });
    }
    element.content = this.fragment(cursor, isTemplate, depth + 1);
    return element;
  }

  private attributeContent(cursor: ByteCursor): XmlContent[] {
    const content: XmlContent[] = [];
    for (;;) {
      const token = (cursor.bytes[cursor.at] ?? 0) & 0xbf;
      if (token === 0x05) {
        cursor.skip(2);
        content.push({ kind: "value", value: cursor.utf16(cursor.u16() * 2) });
      } else if (token === 0x0d || token === 0x0e) {
        cursor.skip(1);
        content.push({ kind: "gap", index: cursor.u16() });
        cursor.skip(1);
      } else if (token === 0x08) {
        cursor.skip(1);
        content.push({ kind: "value", value: String.fromCharCode(cursor.u16()) });
      } else if (token === 0x09) {
        cursor.skip(1);
        const name = this.name(cursor);
        content.push({ kind: "value", value: entities[name] ?? `&${name};` });
      } else return content;
    }
  }

  /** A name stands where it was first used in the chunk, and later is pointed at. */
  private name(cursor: ByteCursor): string {
    const offset = cursor.u32();
    const isHere = offset === cursor.at;
    const at = isHere ? cursor : new ByteCursor(this.chunk, offset);
    at.skip(6);
    const text = at.utf16(at.u16() * 2);
    at.skip(2);
    return text;
  }

  private templateInstance(cursor: ByteCursor, depth: number): XmlContent[] {
    cursor.skip(5);
    const offset = cursor.u32();
    const isHere = offset === cursor.at;
    const template = this.template(offset, depth);
    if (isHere) {
      cursor.skip(20);
      cursor.skip(cursor.u32());
    }
    const count = cursor.u32();
    if (count > maxValues) throw new UnreadableLog(`a template with more than ${maxValues} values`);
    const kinds = Array.from({ length: count }, () => {
      const size = cursor.u16();
      const type = cursor.u8();
      cursor.skip(1);
      return { size, type };
    });
    const values = kinds.map(({ size, type }) => this.value(cursor, size, type, depth));
    return fill(template, values);
  }

  private value(cursor: ByteCursor, size: number, type: number, depth: number): XmlContent[] {
    if (!isEmbeddedXml(type)) return [{ kind: "value", value: readEvtxValue(cursor, type, size) }];
    const inner = new ByteCursor(cursor.bytes.subarray(0, cursor.at + size), cursor.at);
    cursor.skip(size);
    return this.fragment(inner, false, depth + 1);
  }

  private template(offset: number, depth: number): XmlContent[] {
    const known = this.templates.get(offset);
    if (known !== undefined) return known;
    const cursor = new ByteCursor(this.chunk, offset);
    cursor.skip(20);
    const size = cursor.u32();
    const body = new ByteCursor(this.chunk.subarray(0, Math.min(this.chunk.length, cursor.at + size)), cursor.at);
    const template = this.fragment(body, true, depth + 1);
    this.templates.set(offset, template);
    return template;
  }
}

function fill(content: readonly XmlContent[], values: readonly XmlContent[][]): XmlContent[] {
  return content.flatMap((part): XmlContent[] => {
    if (part.kind === "gap") return values[part.index] ?? [];
    if (part.kind === "value") return [part];
    const { name, attributes, content: inner } = part.element;
    const filled = attributes.map((attribute) => ({ name: attribute.name, content: fill(attribute.content, values) }));
    return [{ kind: "element", element: { name, attributes: filled, content: fill(inner, values) } }];
  });
}
