// Why an entity stands where it stands: each factor with its points.
import { For, type JSX } from "solid-js";
import type { EntityRow } from "../../../backend/compliance/offices/answers/model.ts";
import { useWords } from "../../platform/words.ts";

export function RiskFactors(props: { factors: EntityRow["factors"] }): JSX.Element {
  const t = useWords();
  return (
    <span class="quiet-text small-text">
      <For each={props.factors}>
        {(factor, index) => (
          <>
            {index() > 0 ? " · " : ""}
            {t(`inspections.risk.${factor.code}`, factor.values)} (+{factor.points})
          </>
        )}
      </For>
    </span>
  );
}
