// Beside a case: its team and followers, the cases that it is linked with, and the team's own fields.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { linkKinds } from "../../../../backend/cases/links/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { apiDelete, apiPost, apiPut } from "../../../platform/api.ts";
import { useWords } from "../../../platform/words.ts";
import { tellProblem } from "../../../shell/data/tell-problem.ts";
import { me } from "../../../shell/session.ts";
import { defangText } from "../../data/defang.ts";
import type { Work } from "./create-work.ts";
import { createPersonOptions } from "./person-options.ts";
import { WorkDialog } from "./work-dialog.tsx";

export function TeamCard(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const [isAdding, setAdding] = createSignal(false);
  const mine = () => props.of.people.find(({ person }) => person.id === me()?.personId);
  const set = async (personId: string, part: "team" | "follower" | null): Promise<void> => {
    const { reload } = props.work;
    try {
      await apiPut(`/api/v1/desk/cases/${props.of.caseId}/people`, { personId, part });
    } catch (error) {
      tellProblem(error);
    }
    await reload();
  };
  const follow = (): void => {
    const myself = me()?.personId;
    if (myself) void set(myself, mine() ? null : "follower");
  };
  return (
    <Card
      title={t("casework.team.title")}
      aside={
        <Show when={props.of.can.change && mine()?.part !== "team"}>
          <Button isSmall look="quiet" aria-pressed={mine() ? "true" : "false"} onClick={follow}>
            {t(mine() ? "casework.team.unfollow" : "casework.team.follow")}
          </Button>
        </Show>
      }
    >
      <ul class="side-list">
        <For each={props.of.people} fallback={<li class="quiet-text small-text">{t("casework.team.none")}</li>}>
          {(one) => (
            <li class="case-report">
              <div>
                {one.person.name} <span class="quiet-text small-text">{t(`casework.team.${one.part}`)}</span>
              </div>
              <Show when={props.of.can.change}>
                <Button
                  isSmall
                  look="quiet"
                  aria-label={t("casework.team.remove", { name: one.person.name })}
                  onClick={() => void set(one.person.id, null)}
                >
                  {t("casework.remove")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.of.can.change}>
        <Button isSmall look="quiet" onClick={() => setAdding(true)}>
          {t("casework.team.add")}
        </Button>
      </Show>
      <Show when={isAdding()}>
        <TeamDialog caseId={props.of.caseId} work={props.work} onClose={() => setAdding(false)} />
      </Show>
    </Card>
  );
}

function TeamDialog(props: { caseId: string; work: Work; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { caseId, work } = props;
  const people = createPersonOptions(() => null);
  const [personId, setPerson] = createSignal("");
  return (
    <WorkDialog
      title={t("casework.team.add")}
      act={t("casework.team.add")}
      send={async () => await apiPut(`/api/v1/desk/cases/${caseId}/people`, { personId: personId(), part: "team" })}
      reload={work.reload}
      onClose={() => props.onClose()}
    >
      {(errorOf) => (
        <SelectField
          label={t("casework.team.person")}
          value={personId()}
          options={people.options()}
          error={errorOf("personId")}
          onChange={(event) => setPerson(event.currentTarget.value)}
        />
      )}
    </WorkDialog>
  );
}

export function LinkedCasesCard(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const [isAdding, setAdding] = createSignal(false);
  const remove = async (linkId: string): Promise<void> => {
    const { reload } = props.work;
    try {
      await apiDelete(`/api/v1/desk/cases/${props.of.caseId}/links/${linkId}`);
    } catch (error) {
      tellProblem(error);
    }
    await reload();
  };
  return (
    <Card
      title={t("casework.links.title")}
      count={props.of.links.length}
      aside={
        <Show when={props.of.can.change}>
          <Button isSmall look="quiet" onClick={() => setAdding(true)}>
            {t("casework.links.add")}
          </Button>
        </Show>
      }
    >
      <ul class="side-list">
        <For each={props.of.links} fallback={<li class="quiet-text small-text">{t("casework.links.none")}</li>}>
          {(link) => (
            <li class="case-report">
              <div>
                <span class="quiet-text small-text">
                  {t(`casework.links.${link.isFromOther ? "back" : "kind"}.${link.kind}`)}
                </span>{" "}
                <A href={`/cases/${link.other.id}`}>{link.other.reference}</A>
                <p class="small-text" dir="auto">
                  {defangText(link.other.title)}
                </p>
                <Show when={link.note !== ""}>
                  <p class="small-text quiet-text" dir="auto">
                    {link.note}
                  </p>
                </Show>
              </div>
              <Show when={props.of.can.change}>
                <Button
                  isSmall
                  look="quiet"
                  aria-label={t("casework.links.remove", { reference: link.other.reference })}
                  onClick={() => void remove(link.id)}
                >
                  {t("casework.remove")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isAdding()}>
        <LinkDialog caseId={props.of.caseId} work={props.work} onClose={() => setAdding(false)} />
      </Show>
    </Card>
  );
}

function LinkDialog(props: { caseId: string; work: Work; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { caseId, work } = props;
  const [reference, setReference] = createSignal("");
  const [kind, setKind] = createSignal<(typeof linkKinds)[number]>("related");
  const [note, setNote] = createSignal("");
  return (
    <WorkDialog
      title={t("casework.links.add")}
      act={t("casework.links.add")}
      send={async () =>
        await apiPost(`/api/v1/desk/cases/${caseId}/links`, { reference: reference(), kind: kind(), note: note() })
      }
      reload={work.reload}
      onClose={() => props.onClose()}
    >
      {(errorOf) => (
        <>
          <SelectField
            label={t("casework.links.kind")}
            value={kind()}
            options={linkKinds.map((value) => ({ value, label: t(`casework.links.kind.${value}`) }))}
            onChange={(event) => setKind(linkKinds.find((one) => one === event.currentTarget.value) ?? "related")}
          />
          <TextField
            label={t("casework.links.reference")}
            value={reference()}
            maxLength={60}
            error={errorOf("reference")}
            onInput={(event) => setReference(event.currentTarget.value)}
          />
          <TextArea
            label={t("casework.note")}
            rows={2}
            value={note()}
            maxLength={2000}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </>
      )}
    </WorkDialog>
  );
}
