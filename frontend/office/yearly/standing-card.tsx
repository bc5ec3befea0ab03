// Beside a filing: by which cause the office counts it; and, where it came without an account, whose it is said to be, with the trace.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { DisowningView } from "../../../backend/compliance/disowning/model.ts";
import { type Cause, causes } from "../../../backend/compliance/yearly/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";

interface Standing {
  standing: string;
  isGuest: boolean;
  cause: Cause | null;
  words: DisowningView[];
}

export function StandingCard(props: { partId: string; onDone: () => Promise<void> }): JSX.Element {
  const t = useWords();
  const root = (): string => `/api/v1/office/filings/${props.partId}`;
  const [read, { refetch }] = createResource(root, async (path) => await apiGet<Standing>(`${path}/standing`));
  const judge = async (cause: string): Promise<void> => {
    try {
      await apiPut(`${root()}/cause`, { cause });
      showToast({ text: t("yearly.cause.saved") });
    } catch (error) {
      tellProblem(error);
    }
    await refetch();
  };
  return (
    <Show when={read.latest}>
      {(view) => (
        <>
          <Card title={t("yearly.cause.title")}>
            <Show
              when={can("authority.work")}
              fallback={<p>{view().cause === null ? t("yearly.cause.choose") : t(`yearly.key.${view().cause}`)}</p>}
            >
              <SelectField
                label={t("yearly.cause.label")}
                hint={t("yearly.cause.note")}
                value={view().cause ?? ""}
                options={[
                  ...(view().cause === null ? [{ value: "", label: t("yearly.cause.choose") }] : []),
                  ...causes.map((value) => ({ value, label: t(`yearly.key.${value}`) })),
                ]}
                onChange={(event) => void judge(event.currentTarget.value)}
              />
            </Show>
          </Card>
          <Show when={view().words.length > 0}>
            <Card title={t("yearly.standing.card")} count={view().words.length}>
              <ul class="authority-rows">
                <For each={view().words}>
                  {(one) => (
                    <li>
                      <p class="authority-said">
                        {t(`yearly.standing.by_${one.side}`, {
                          name: one.saidBy,
                          at: formatInstant(one.saidAt),
                          reason: one.reason,
                        })}
                      </p>
                      <Show when={one.undoneAt}>
                        {(at) => (
                          <p class="authority-said">
                            {t("yearly.standing.undone", {
                              name: one.undoneBy ?? "",
                              at: formatInstant(at()),
                              reason: one.undoReason ?? "",
                            })}
                          </p>
                        )}
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </Show>
          <Show when={view().isGuest && view().standing !== "confirmed" && can("authority.work")}>
            <StepCard
              asks="proceeding"
              title={t(view().standing === "disowned" ? "yearly.standing.own" : "yearly.standing.disown")}
              offers={[
                {
                  kind: view().standing === "disowned" ? "own-again" : "disown",
                  label: t(view().standing === "disowned" ? "yearly.standing.own" : "yearly.standing.disown"),
                  fields: [{ name: "reason", kind: "long" }],
                  note: <p class="quiet-text">{t("yearly.standing.card_note")}</p>,
                },
              ]}
              run={async (kind, body) => {
                const { onDone } = props;
                await apiPost(`${root()}/${kind}`, body);
                await refetch();
                await onDone();
              }}
            />
          </Show>
        </>
      )}
    </Show>
  );
}
