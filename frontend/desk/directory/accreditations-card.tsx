// What a constituent is accredited for today.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { PublicAccreditation } from "../../../backend/registry/accreditations/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { StateTag } from "../../shell/accreditations/state-tag.tsx";

export function AccreditationsCard(props: { accreditations: PublicAccreditation[] }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.accreditations.length > 0}>
      <Card title={t("register.accreditation.of_it")} count={props.accreditations.length}>
        <ul class="entries">
          <For each={props.accreditations}>
            {(one) => (
              <li class="entry">
                <div class="entry-words">
                  <p>
                    <A href={`/accreditations/${one.id}`}>{t(`register.accreditation.kind.${one.kind}`)}</A>{" "}
                    <StateTag state={one.state} />
                  </p>
                  <p class="quiet-text small-text">
                    {one.number} · {one.authority}
                    <Show when={one.validUntil}>
                      {(until) => <> · {t("register.accreditation.until_day", { day: until() })}</>}
                    </Show>
                  </p>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </Show>
  );
}
