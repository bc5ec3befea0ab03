// What one addressee gets of a filing, as label and answer.
import { For, type JSX } from "solid-js";

export function PartFields(props: {
  fields: readonly { id: string; name: string; value: string; isUnknown: boolean }[];
}): JSX.Element {
  return (
    <dl class="law-pairs">
      <For each={props.fields}>
        {(field) => (
          <>
            <dt>{field.name}</dt>
            <dd class={field.isUnknown ? "quiet-text" : undefined}>{field.value}</dd>
          </>
        )}
      </For>
    </dl>
  );
}
