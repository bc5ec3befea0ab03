// Which column of a brought file brings what: one line a column with some of its cells, and a choice of fields.
import { For, type JSX } from "solid-js";
import { SelectField } from "../../parts/field/field.tsx";

const maxSamples = 3;

export function ColumnsTable<Field extends string>(props: {
  words: {
    column: string;
    brings: string;
    samples: string;
    leaveOut: string;
    /** The name of a column without a heading, by its number from 1. */
    unnamed: (number: number) => string;
  };
  header: readonly string[];
  samples: readonly (readonly string[])[];
  fields: readonly Field[];
  nameOf: (field: Field) => string;
  /** The field that each column brings, by the column's number from 0. */
  mapping: Readonly<Record<string, Field>>;
  onMap: (column: number, field: Field | undefined) => void;
}): JSX.Element {
  const headingOf = (column: number): string => props.header[column] || props.words.unnamed(column + 1);
  const samplesOf = (column: number): string =>
    [...new Set(props.samples.map((cells) => cells[column] ?? ""))]
      .filter((cell) => cell !== "")
      .slice(0, maxSamples)
      .join(" · ");
  return (
    <div class="table-scroll" tabindex="0" role="region" aria-label={props.words.samples}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{props.words.column}</th>
            <th scope="col">{props.words.brings}</th>
            <th scope="col">{props.words.samples}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.header}>
            {(_, at) => (
              <tr>
                <th scope="row" dir="auto">
                  {headingOf(at())}
                </th>
                <td>
                  <SelectField
                    isLabelHidden
                    label={`${headingOf(at())} ${props.words.brings}`}
                    value={props.mapping[String(at())] ?? ""}
                    options={[
                      { value: "", label: props.words.leaveOut },
                      ...props.fields.map((value) => ({ value, label: props.nameOf(value) })),
                    ]}
                    onChange={(event) => {
                      const chosen = event.currentTarget.value;
                      props.onMap(
                        at(),
                        props.fields.find((one) => one === chosen),
                      );
                    }}
                  />
                </td>
                <td class="quiet-text care-samples" dir="auto">
                  {samplesOf(at())}
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
