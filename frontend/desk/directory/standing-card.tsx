// Where a constituent stands: what is above and below it, its branches, and how large it is.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { ConstituentDetails } from "../../../backend/registry/profile/details/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { nameIn } from "./say-facts.ts";

export function StandingCard(props: { details: ConstituentDetails; onAddSize: () => void }): JSX.Element {
  const t = useWords();
  return (
    <Card
      title={t("register.standing.title")}
      aside={
        <Show when={can("registry.change")}>
          <Button isSmall look="quiet" onClick={() => props.onAddSize()}>
            {t("register.size.add")}
          </Button>
        </Show>
      }
    >
      <dl class="facts">
        <dt>{t("register.standing.above")}</dt>
        <dd>
          <Show when={props.details.above.length > 0} fallback={t("register.standing.top")}>
            <ol class="kin">
              <For each={props.details.above}>
                {(kin) => (
                  <li>
                    <A href={`/directory/${kin.id}`} dir="auto">
                      {kin.name}
                    </A>
                  </li>
                )}
              </For>
            </ol>
          </Show>
        </dd>
        <Show when={props.details.below.length > 0}>
          <dt>{t("register.standing.below")}</dt>
          <dd>
            <ul class="kin">
              <For each={props.details.below}>
                {(kin) => (
                  <li style={{ "padding-inline-start": `${(kin.depth - 1) * 14}px` }}>
                    <A href={`/directory/${kin.id}`} dir="auto">
                      {kin.name}
                    </A>
                  </li>
                )}
              </For>
            </ul>
          </dd>
        </Show>
        <Show when={props.details.branches.length > 0}>
          <dt>{t("register.standing.branches")}</dt>
          <dd>{props.details.branches.map((branch) => nameIn(branch.names) ?? branch.areaId).join(", ")}</dd>
        </Show>
        <For each={props.details.sizes}>
          {(size) => (
            <>
              <dt>{t(`register.size.kind.${size.kind}`)}</dt>
              <dd>
                <span class="figures">
                  {formatNumber(size.amount)} {size.currency}
                </span>{" "}
                <span class="quiet-text small-text">
                  {t("register.size.of_day", { day: size.asOf, source: size.source })}
                </span>
              </dd>
            </>
          )}
        </For>
      </dl>
    </Card>
  );
}
