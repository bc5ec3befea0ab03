// What the weeks are made of: patterns, what differs, exchanges with consent; and the dialogs that add to each.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { RotaView } from "../../../backend/reporting/rota/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can, me } from "../../shell/session.ts";
import { ExceptionDialog, PatternDialog, SwapDialog } from "./line-dialogs.tsx";

export function LinesCards(props: { view: RotaView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [adding, setAdding] = createSignal<"pattern" | "exception" | "swap">();
  const post = async (path: string, body: unknown = {}): Promise<void> => {
    const { onChanged } = props;
    try {
      await apiPost(path, body);
      showToast({ text: t("rota.saved") });
    } catch (error) {
      tellProblem(error);
    }
    onChanged();
  };
  const days = (weekdays: number[]): string =>
    weekdays
      .toSorted((a, b) => a - b)
      .map((day) => t(`rota.day.${day}`))
      .join(", ");
  const isMine = (id: string): boolean => id === me()?.personId;
  const Add = (own: { kind: "pattern" | "exception" | "swap"; label: string }): JSX.Element => (
    <Button isSmall onClick={() => setAdding(own.kind)}>
      {own.label}
    </Button>
  );
  return (
    <>
      <Card
        title={t("rota.patterns")}
        aside={
          <Show when={can("duty.rota")}>
            <Add kind="pattern" label={t("rota.pattern.add")} />
          </Show>
        }
      >
        <ul class="rota-lines">
          <For each={props.view.patterns} fallback={<li class="quiet-text">{t("rota.shifts.none")}</li>}>
            {(line) => (
              <li>
                <div>
                  <p>
                    <b>{line.person.name}</b>
                  </p>
                  <p class="small-text">
                    {t("rota.pattern.line", { days: days(line.weekdays), from: line.from, to: line.to })}
                    {line.everyWeeks === 1 ? "" : `, ${t("rota.pattern.every_line", { count: line.everyWeeks })}`},{" "}
                    {t("rota.pattern.since", { day: line.startsOn })}
                    {line.endsOn === null ? "" : `, ${t("rota.pattern.till", { day: line.endsOn })}`}
                  </p>
                </div>
                <Show when={can("duty.rota")}>
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={t("rota.end_of", { what: `${line.person.name}, ${days(line.weekdays)}` })}
                    onClick={() => void post(`/api/v1/rota/patterns/${line.id}/end`)}
                  >
                    {t("rota.end")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <p class="small-text quiet-text">{props.view.zone}</p>
      </Card>
      <Card
        title={t("rota.exceptions")}
        aside={
          <Show when={can("duty.alarm")}>
            <Add kind="exception" label={t("rota.exception.add")} />
          </Show>
        }
      >
        <ul class="rota-lines">
          <For each={props.view.exceptions} fallback={<li class="quiet-text">{t("rota.exceptions.none")}</li>}>
            {(line) => (
              <li>
                <div>
                  <p>
                    <b>{line.person.name}</b>{" "}
                    <Tag tone={line.kind === "on" ? "indigo" : "plain"}>{t(`rota.exception.${line.kind}`)}</Tag>
                  </p>
                  <p class="small-text">
                    {t("rota.gap", { from: formatInstant(line.fromAt), until: formatInstant(line.untilAt) })}
                    {line.note === "" ? "" : ` · ${line.note}`}
                  </p>
                </div>
                <Show when={can("duty.rota") || isMine(line.person.id)}>
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={t("rota.end_of", { what: `${line.person.name}, ${formatInstant(line.fromAt)}` })}
                    onClick={() => void post(`/api/v1/rota/exceptions/${line.id}/end`)}
                  >
                    {t("rota.end")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Card
        title={t("rota.swaps")}
        aside={
          <Show when={can("duty.alarm")}>
            <Add kind="swap" label={t("rota.swap.ask")} />
          </Show>
        }
      >
        <ul class="rota-lines">
          <For each={props.view.swaps} fallback={<li class="quiet-text">{t("rota.swaps.none")}</li>}>
            {(swap) => (
              <li>
                <div>
                  <p>
                    {t("rota.swap.line", {
                      by: swap.askedBy.name,
                      of: swap.askedOf.name,
                      from: formatInstant(swap.fromAt),
                      until: formatInstant(swap.untilAt),
                    })}{" "}
                    <Tag tone={swap.state === "accepted" ? "low" : "medium"}>{t(`rota.swap.state.${swap.state}`)}</Tag>
                  </p>
                  <Show when={swap.note !== ""}>
                    <p class="small-text" dir="auto">
                      {swap.note}
                    </p>
                  </Show>
                </div>
                <Show when={swap.state === "asked"}>
                  <div class="rota-acts">
                    <Show when={isMine(swap.askedOf.id)}>
                      <For each={["accepted", "refused"] as const}>
                        {(answer) => (
                          <Button
                            isSmall
                            look={answer === "accepted" ? "main" : "plain"}
                            onClick={() => void post(`/api/v1/rota/swaps/${swap.id}/settle`, { answer })}
                          >
                            {t(answer === "accepted" ? "rota.swap.accept" : "rota.swap.refuse")}
                          </Button>
                        )}
                      </For>
                    </Show>
                    <Show when={isMine(swap.askedBy.id)}>
                      <Button
                        isSmall
                        onClick={() => void post(`/api/v1/rota/swaps/${swap.id}/settle`, { answer: "withdrawn" })}
                      >
                        {t("rota.swap.withdraw")}
                      </Button>
                    </Show>
                  </div>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={adding() === "pattern"}>
        <PatternDialog view={props.view} onClose={() => setAdding(undefined)} onDone={() => props.onChanged()} />
      </Show>
      <Show when={adding() === "exception"}>
        <ExceptionDialog view={props.view} onClose={() => setAdding(undefined)} onDone={() => props.onChanged()} />
      </Show>
      <Show when={adding() === "swap"}>
        <SwapDialog view={props.view} onClose={() => setAdding(undefined)} onDone={() => props.onChanged()} />
      </Show>
    </>
  );
}
