// Why an entity stands where it stands: each factor with its points.
import { For, type JSX } from "solid-js";
import type { EntityRow } from "../../../backend/compliance/offices/answers/model.ts";
import { useWords } from "../../platform/words.ts";

/** @param props.nameOf a class of the register in words, once the page knows it. */
export function RiskFactors(props: {
  factors: EntityRow["factors"];
  nameOf: (id: string) => string | undefined;
}): JSX.Element {
  const t = useWords();
  const values = (factor: EntityRow["factors"][number]) => ({
    ...factor.values,
    name: props.nameOf(String(factor.values["name"] ?? "")) ?? factor.values["name"] ?? "",
  });
  return (
    <span class="quiet-text small-text">
      <For each={props.factors}>
        {(factor, index) => (
          <>
            {index() > 0 ? " · " : ""}
            {t(`inspections.risk.${factor.code}`, values(factor))} (+{factor.points})
          </>
        )}
      </For>
    </span>
  );
}
