// "Who can see this, and why?": everybody who does, everybody who does not, what may leave on which way; members and shares are changed here.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AudienceView, Party, Reason } from "../../../backend/cases/sharing/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiDelete, apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { AddMember, RestrictForm, ShareForm } from "./audience-forms.tsx";
import { type Marked, pathOf } from "./say-labels.ts";

export function AudienceDialog(props: { of: Marked; onClose: () => void; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [problem, setProblem] = createSignal<string>();
  const path = pathOf(props.of);
  const [view, { refetch }] = createResource(async () => await apiGet<AudienceView>(`${path}/audience`));
  const run = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
      setProblem(undefined);
      await refetch();
      props.onChanged();
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  return (
    <Dialog isOpen isWide onClose={() => props.onClose()} title={t("access.who")}>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <Show when={view.error as unknown}>
        <Notice tone="problem" isAlert>
          {describeProblem(view.error)}
        </Notice>
      </Show>
      <Show
        when={view.error ? undefined : view.latest}
        fallback={
          <Show when={!view.error}>
            <Skeleton lines={6} words={t("desk.loading")} />
          </Show>
        }
      >
        {(known) => (
          <div class="access-sections">
            <Parties
              title={t("access.sees", { count: known().parties.filter((party) => party.canSee).length })}
              parties={known().parties.filter((party) => party.canSee)}
              actOf={(party) => {
                const { id, shareId } = party;
                if (shareId && known().can.share)
                  return {
                    label: t("access.take_back"),
                    run: () => void run(apiPost(`/api/v1/desk/shares/${shareId}/end`)),
                  };
                const isMember = known().members.some((member) => member.id === id);
                return known().can.changeMembers && isMember
                  ? { label: t("access.remove"), run: () => void run(apiDelete(`${path}/members/${id ?? ""}`)) }
                  : undefined;
              }}
            />
            <Show when={known().can.changeMembers}>
              <AddMember
                members={known().members}
                onAdd={(personId) => void run(apiPost(`${path}/members`, { personId }))}
              />
            </Show>
            <Parties
              title={t("access.sees_not", { count: known().parties.filter((party) => !party.canSee).length })}
              parties={known().parties.filter((party) => !party.canSee)}
              actOf={() => undefined}
            />
            <section>
              <h3>{t("access.leaves")}</h3>
              <ul class="access-rows">
                <For each={known().leaving}>
                  {(way) => (
                    <li>
                      <div>
                        <b>{t(`access.channel.${way.channel}`)}</b>
                        <p class="small-text quiet-text">{t(way.why)}</p>
                      </div>
                      <Tag tone={way.may === "text" ? "low" : way.may === "word" ? "medium" : "critical"}>
                        {t(`access.may.${way.may}`)}
                      </Tag>
                    </li>
                  )}
                </For>
              </ul>
            </section>
            <Show when={known().can.share && known().shareable.length > 0}>
              <ShareForm
                shareable={known().shareable}
                onShare={(organisationId, reason) => void run(apiPost(`${path}/shares`, { organisationId, reason }))}
              />
            </Show>
            <Show when={known().can.restrict}>
              <RestrictForm kind="restrict" onDone={(reason) => void run(apiPost(`${path}/restriction`, { reason }))} />
            </Show>
            <Show when={known().can.lift}>
              <RestrictForm
                kind="lift"
                onDone={(reason) => void run(apiPost(`${path}/restriction/lift`, { reason }))}
              />
            </Show>
          </div>
        )}
      </Show>
    </Dialog>
  );
}

function Parties(props: {
  title: string;
  parties: Party[];
  actOf: (party: Party) => { label: string; run: () => void } | undefined;
}): JSX.Element {
  const t = useWords();
  const say = (reason: Reason): string => {
    const { until } = reason.values;
    return t(reason.key, { ...reason.values, ...(until === undefined ? {} : { until: formatInstant(until) }) });
  };
  return (
    <section>
      <h3>{props.title}</h3>
      <ul class="access-rows">
        <For each={props.parties} fallback={<li class="quiet-text">{t("access.nobody")}</li>}>
          {(party) => (
            <li>
              <div>
                <b dir="auto">{party.kind === "group" ? t(party.name) : party.name}</b>
                <For each={party.reasons}>{(reason) => <p class="small-text quiet-text">{say(reason)}</p>}</For>
              </div>
              <Show when={props.actOf(party)}>
                {(act) => (
                  <Button isSmall look="quiet" onClick={() => act().run()}>
                    {act().label}
                    <span class="for-ears"> {party.name}</span>
                  </Button>
                )}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
