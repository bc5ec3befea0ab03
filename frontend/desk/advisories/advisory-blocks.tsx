// The editor's plain writing as the public will read it: elements with text, never HTML.
import { For, type JSX } from "solid-js";
import { type Block, type Inline, readBlocks } from "../../../backend/coordination/advisories/model.ts";

export function AdvisoryBlocks(props: { source: string }): JSX.Element {
  return <For each={readBlocks(props.source)}>{(block) => <OneBlock block={block} />}</For>;
}

function OneBlock(props: { block: Block }): JSX.Element {
  const { block } = props;
  switch (block.kind) {
    case "heading":
      return (
        <h4>
          <Inlines of={block.inlines} />
        </h4>
      );
    case "paragraph":
      return (
        <p>
          <Inlines of={block.inlines} />
        </p>
      );
    case "code":
      return (
        <pre tabindex="0">
          <code>{block.text}</code>
        </pre>
      );
    case "list": {
      const items = (
        <For each={block.items}>
          {(inlines) => (
            <li>
              <Inlines of={inlines} />
            </li>
          )}
        </For>
      );
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function Inlines(props: { of: Inline[] }): JSX.Element {
  return (
    <For each={props.of}>
      {(one) => {
        switch (one.kind) {
          case "strong":
            return <strong>{one.text}</strong>;
          case "code":
            return <code>{one.text}</code>;
          case "link":
            return (
              <a href={one.href} target="_blank" rel="noopener noreferrer">
                {one.text}
              </a>
            );
          case "text":
            return <>{one.text}</>;
        }
      }}
    </For>
  );
}
