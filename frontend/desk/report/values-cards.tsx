// What was seen in a report, and in how many others.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { defang } from "../data/defang.ts";

interface Value {
  kind: string;
  value: string;
  raw: string;
  role: string;
  seenElsewhere: number;
  times: number;
}

export function ObservablesCard(props: { page: ReportPage; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  const [isWhole, setWhole] = createSignal(false);
  const values = (): Value[] => {
    const byValue = new Map<string, Value>();
    for (const one of props.page.observables) {
      const key = `${one.kind} ${one.value}`;
      const known = byValue.get(key);
      if (known) known.times += 1;
      else byValue.set(key, { ...one, times: 1 });
    }
    return [...byValue.values()].sort((a, b) => b.seenElsewhere - a.seenElsewhere);
  };
  const shown = () => (isWhole() ? values() : values().slice(0, 10));
  return (
    <Card title={t("desk.observables.title")} count={values().length}>
      <Show when={values().length > 0} fallback={<p class="quiet-text small-text">{t("desk.observables.none")}</p>}>
        <ul class="side-list">
          <For each={shown()}>
            {(one) => (
              <li>
                <code class="value">{props.isDefanged ? defang(one.kind, one.value) : one.value}</code>
                <p class="quiet-text small-text">
                  {t(`desk.kind.${one.kind}`)} · {t(`desk.role.${one.role}`)}
                  <Show when={one.seenElsewhere > 0}>
                    {" · "}
                    <A href={`/reports?view=all&text=${encodeURIComponent(one.value)}`}>
                      {t("desk.observables.elsewhere", { count: one.seenElsewhere })}
                    </A>
                  </Show>
                </p>
              </li>
            )}
          </For>
        </ul>
        <Show when={values().length > 10}>
          <Button isSmall look="quiet" onClick={() => setWhole(!isWhole())}>
            {isWhole() ? t("desk.text.less") : t("desk.observables.all", { count: values().length })}
          </Button>
        </Show>
      </Show>
    </Card>
  );
}
