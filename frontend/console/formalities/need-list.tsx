// Why a processing needs a formality: the kind, the reason, the article with how far it was checked, the fee, and what was filed.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { NeedsView, NeedView } from "../../../backend/compliance/formalities/answers/model.ts";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { say } from "../../shell/say/say-texts.ts";
import { CiteLine } from "../../shell/formalities/formality-parts.tsx";

export function NeedList(props: {
  needs: NeedsView | undefined;
  row: NeedsView["rows"][number] | undefined;
}): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.needs?.hasLaw !== false} fallback={<p class="quiet-text">{t("formalities.needs.no_law")}</p>}>
      <Show when={props.row}>
        {(row) => (
          <ul class="authority-rows">
            <For
              each={row().needs}
              fallback={<li class="quiet-text">{t(`formalities.needs.${row().why ?? "none"}`)}</li>}
            >
              {(need) => (
                <li>
                  <Need need={need} traits={props.needs?.traits ?? []} />
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Show>
  );
}

function Need(props: { need: NeedView; traits: NeedsView["traits"] }): JSX.Element {
  const t = useWords();
  const because = (): string =>
    [
      ...props.need.traits.map((id) => say(props.traits.find((trait) => trait.id === id)?.name ?? { en: id })),
      ...props.need.classes,
    ].join(", ");
  return (
    <div class="formality-need">
      <p>
        <strong>
          {t("formalities.bundle.one", {
            kind: t(`formalities.kind.${props.need.kind}`),
            authority: props.need.addressee,
          })}
        </strong>
      </p>
      <p>{because() === "" ? t("formalities.needs.default") : t("formalities.needs.because", { traits: because() })}</p>
      <details>
        <summary>
          {t("formalities.needs.trust", { verification: t(`committee.verification.${props.need.verification}`) })}
        </summary>
        <For each={props.need.cites}>{(cite) => <CiteLine cite={cite} />}</For>
      </details>
      <p class="quiet-text small-text">
        {props.need.fee === null
          ? t("formalities.fee.none_stated")
          : t("formalities.fee.estimate", { amount: props.need.fee.amount, currency: props.need.fee.currency })}
      </p>
      <Show when={props.need.filed}>
        {(filed) => (
          <p>
            <A href={`/formalities/${filed().id}`}>
              {filed().receiptNumber === null
                ? t(`formalities.state.${filed().state}`)
                : t("formalities.needs.filed", {
                    state: t(`formalities.state.${filed().state}`),
                    number: filed().receiptNumber ?? "",
                  })}
            </A>{" "}
            <Show when={filed().isOutdated}>
              <Tag tone="medium">{t("formalities.needs.outdated")}</Tag>
            </Show>
          </p>
        )}
      </Show>
    </div>
  );
}
