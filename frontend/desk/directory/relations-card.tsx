// Who needs a constituent, whom it needs, which functions of the nation it performs, and what its stop would touch.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { FunctionView, ImpactView, RelationView } from "../../../backend/registry/relations/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { nameIn } from "./say-facts.ts";
import { createSending } from "./send-form.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

export function RelationsCard(props: {
  constituentId: string;
  relations: RelationView[];
  functions: FunctionView[];
  onAdd: () => void;
  onPerform: () => void;
  onEnd: (relation: RelationView) => void;
}): JSX.Element {
  const t = useWords();
  return (
    <Card
      title={t("register.relation.title")}
      count={props.relations.length}
      aside={
        <Show when={can("registry.change")}>
          <span class="card-acts">
            <Button isSmall look="quiet" onClick={() => props.onAdd()}>
              {t("register.relation.add")}
            </Button>
            <Button isSmall look="quiet" onClick={() => props.onPerform()}>
              {t("register.function.perform")}
            </Button>
          </span>
        </Show>
      }
    >
      <Show when={props.functions.length > 0}>
        <p class="small-text function-tags">
          {t("register.function.performs")}{" "}
          <For each={props.functions}>
            {(one) => (
              <>
                <Tag tone="indigo">
                  {one.code} · {nameIn(one.names)}
                </Tag>{" "}
              </>
            )}
          </For>
        </p>
      </Show>
      <ul class="entries">
        <For each={props.relations} fallback={<li class="quiet-text">{t("register.relation.none")}</li>}>
          {(relation) => (
            <li class="entry" data-ended={relation.endedOn ? "" : undefined}>
              <div class="entry-words">
                <p>
                  {t(`register.relation.said.${relation.kind}.${relation.isFrom ? "from" : "to"}`)}{" "}
                  <A href={`/directory/${relation.otherId}`} dir="auto">
                    {relation.otherName}
                  </A>
                </p>
                <p class="small-text" dir="auto">
                  {relation.what}
                </p>
                <p class="quiet-text small-text">
                  {[
                    relation.source,
                    relation.since && t("register.service.since_day", { day: relation.since }),
                    relation.endedOn && t("register.service.ended_day", { day: relation.endedOn }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </div>
              <Show when={can("registry.change") && !relation.endedOn}>
                <Button
                  isSmall
                  look="quiet"
                  aria-label={`${t("desk.directory.end")} ${relation.otherName}`}
                  onClick={() => props.onEnd(relation)}
                >
                  {t("desk.directory.end")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Impact constituentId={props.constituentId} />
    </Card>
  );
}

function Impact(props: { constituentId: string }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [impact, setImpact] = createSignal<ImpactView>();
  const ask = async (): Promise<void> =>
    await sending.run(async () => {
      setImpact(await apiGet<ImpactView>(`/api/v1/registry/constituents/${props.constituentId}/impact`));
    });
  return (
    <div class="impact">
      <Refusal of={sending} />
      <Show
        when={impact()}
        fallback={
          <Button isSmall isBusy={sending.isBusy()} onClick={() => void ask()}>
            {t("register.impact.ask")}
          </Button>
        }
      >
        {(found) => (
          <div role="status">
            <p>
              <b>
                {t("register.impact.touched", {
                  constituents: found().constituents.length,
                  functions: found().functions.length,
                })}
              </b>
            </p>
            <ul class="others small-text">
              <For each={found().functions}>
                {(one) => (
                  <li>
                    <Tag tone={one.isLeftToOthers ? "plain" : "high"}>{one.code}</Tag> {nameIn(one.names)} ·{" "}
                    {one.isLeftToOthers ? t("register.impact.others_left") : t("register.impact.nobody_left")}
                  </li>
                )}
              </For>
              <For each={found().constituents}>
                {(one) => (
                  <li>
                    <A href={`/directory/${one.constituentId}`} dir="auto">
                      {one.name}
                    </A>{" "}
                    ·{" "}
                    {one.steps === 1
                      ? t("register.impact.directly", { what: one.what })
                      : t("register.impact.through", { name: one.viaName, what: one.what, steps: one.steps })}
                  </li>
                )}
              </For>
            </ul>
          </div>
        )}
      </Show>
    </div>
  );
}
