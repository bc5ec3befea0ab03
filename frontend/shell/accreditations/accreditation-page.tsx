// One accredited body: what it is accredited for, how it stands today, and what happened to it.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { AccreditationAct, AccreditationPage as Body } from "../../../backend/registry/accreditations/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { ActDialog } from "./act-dialog.tsx";
import { StateTag } from "./state-tag.tsx";
import "./accreditations.css";

/** What may follow a state; the server decides, for the day that is told. */
const following: Record<Body["state"], AccreditationAct[]> = {
  not_yet: ["granted"],
  valid: ["renewed", "suspended", "withdrawn"],
  suspended: ["reinstated", "renewed", "withdrawn"],
  expired: ["renewed", "granted", "withdrawn"],
  withdrawn: ["granted"],
};

export function AccreditationPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const [body, setBody] = createSignal<Body>();
  const [problem, setProblem] = createSignal<string>();
  const [isActing, setActing] = createSignal(false);
  let isHere = true;
  onCleanup(() => (isHere = false));
  const load = async (): Promise<void> => {
    try {
      const answer = await apiGet<Body>(`/api/v1/registry/accreditations/${params.id}`);
      if (!isHere) return;
      setBody(answer);
      setProblem(undefined);
    } catch (error) {
      if (isHere) setProblem(describeProblem(error));
    }
  };
  onMount(() => void load());
  return (
    <main class="page">
      <A href="/accreditations">{t("register.accreditation.back")}</A>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          <span>{problem()}</span>
          <Button isSmall onClick={() => void load()}>
            {t("desk.error.again")}
          </Button>
        </Notice>
      </Show>
      <Show when={body()} fallback={<Show when={!problem()}>{<Skeleton lines={7} words={t("desk.loading")} />}</Show>}>
        {(one) => (
          <div class="accreditation">
            <p class="quiet-text">
              <span class="mono">{one().reference}</span> · {t(`register.accreditation.kind.${one().kind}`)}
            </p>
            <h1 dir="auto">{one().name}</h1>
            <p>
              <StateTag state={one().state} />{" "}
              <Show when={one().stateSince}>{(since) => t("register.accreditation.since_day", { day: since() })}</Show>{" "}
              <Show when={one().isDemo}>
                <Tag>{t("register.demo")}</Tag>
              </Show>
            </p>
            <p class="quiet-text small-text">
              {one().canChange
                ? t("register.accreditation.kept_by_you", { keeper: one().keptBy })
                : t("register.accreditation.kept_by", { keeper: one().keptBy })}
            </p>
            <Show when={one().canChange}>
              <div class="acts">
                <Button look="main" onClick={() => setActing(true)}>
                  {t("register.accreditation.record")}
                </Button>
              </div>
            </Show>
            <Facts body={one()} />
            <Card title={t("register.accreditation.happened")} count={one().acts.length}>
              <ul class="entries">
                <For each={one().acts.toReversed()}>
                  {(act) => (
                    <li class="entry">
                      <div class="entry-words">
                        <p>
                          <b>{t(`register.accreditation.act.${act.act}`)}</b>{" "}
                          <span class="figures">{act.effectiveOn}</span>
                          <Show when={act.validUntil}>
                            {(until) => <> · {t("register.accreditation.until_day", { day: until() })}</>}
                          </Show>
                        </p>
                        <Show when={act.why}>{(why) => <p dir="auto">{why()}</p>}</Show>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Show when={isActing()}>
              <ActDialog
                body={one()}
                acts={following[one().state]}
                onClose={() => setActing(false)}
                onDone={() => {
                  setActing(false);
                  showToast({ text: t("desk.directory.saved") });
                  void load();
                }}
              />
            </Show>
          </div>
        )}
      </Show>
    </main>
  );
}

function Facts(props: { body: Body }): JSX.Element {
  const t = useWords();
  const lines = () =>
    [
      ["number", props.body.number],
      ["authority", props.body.authority],
      ["scope", props.body.scope],
      ["country", props.body.country],
      ["grantedOn", props.body.grantedOn],
      ["validUntil", props.body.validUntil ?? t("register.accreditation.no_end")],
      ["website", props.body.website],
      ["complaintPath", props.body.complaintPath],
      ["representative", props.body.contact?.representative],
      ["email", props.body.contact?.email],
      ["phone", props.body.contact?.phone],
    ].filter((line): line is [string, string] => Boolean(line[1]));
  return (
    <Card title={t("register.accreditation.facts")}>
      <dl class="facts">
        <For each={lines()}>
          {([name, value]) => (
            <>
              <dt>{t(`register.accreditation.field.${name}`)}</dt>
              <dd class="value" dir="auto">
                {value}
              </dd>
            </>
          )}
        </For>
      </dl>
    </Card>
  );
}
