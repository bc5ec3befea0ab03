// The authority's own facts: laws, whom they bind, how it decides; members of the plenary; conflicts of interest.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { bindProfile, type ChangeProfile } from "../../../backend/compliance/offices/model.ts";
import type { ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createReadPage, type ReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";
import { mergeEdits } from "../../shell/forms/merge-edits.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import "../../shell/authority/authority.css";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";

type Wanted = Omit<ChangeProfile, "version" | "quorumPercent" | "quorumLeast"> & {
  quorumPercent: string;
  quorumLeast: string;
};

export function AuthorityPage(): JSX.Element {
  const t = useWords();
  const read = createReadPage<ProfileAnswerView>(() => "/api/v1/office/profile");
  return (
    <main class="page authority-page">
      <h1>{t("inspections.profile.title")}</h1>
      <Show when={read.problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
      <Show
        when={read.page()}
        fallback={
          <Show when={!read.problem()}>
            <Skeleton lines={9} words={t("desk.loading")} />
          </Show>
        }
      >
        {(view) => (
          <div class="authority-columns">
            <ProfileCard view={view()} read={read} />
            <div>
              <MembersCard view={view()} read={read} />
              <ConflictsCard view={view()} read={read} />
            </div>
          </div>
        )}
      </Show>
    </main>
  );
}

function ProfileCard(props: { view: ProfileAnswerView; read: ReadPage<ProfileAnswerView> }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  // Numbers are text while they are typed: what is no number is said by the server beside its field, and not turned into another sign.
  const pick = (view: ProfileAnswerView): Wanted => ({
    packs: view.packs,
    isRemitEverybody: view.isRemitEverybody,
    remitClasses: view.remitClasses,
    remitSectors: view.remitSectors,
    deliberationFormat: view.deliberationFormat,
    quorumPercent: String(view.quorumPercent),
    quorumLeast: String(view.quorumLeast),
    needsDeliberation: view.needsDeliberation,
    takesComplaints: view.takesComplaints,
    takesAnonymousComplaints: view.takesAnonymousComplaints,
  });
  const [wanted, setWanted] = createSignal(pick(props.view));
  createEffect(
    on(
      () => pick(props.view),
      (now, before) => before && setWanted(mergeEdits(before, wanted(), now)),
    ),
  );
  const set = (part: Partial<Wanted>): void => void setWanted({ ...wanted(), ...part });
  const toggled = (list: readonly string[], value: string, isOn: boolean): string[] =>
    isOn ? [...list, value] : list.filter((one) => one !== value);
  const save = async (): Promise<void> => {
    const { version, organisationId } = props.view;
    const isDone = await act.run(bindProfile(organisationId, version), async () => {
      const { quorumPercent, quorumLeast, ...rest } = wanted();
      const numbers = {
        quorumPercent: Number(quorumPercent.trim() || "NaN"),
        quorumLeast: Number(quorumLeast.trim() || "NaN"),
      };
      await apiPut("/api/v1/office/profile", { version, ...rest, ...numbers });
    });
    if (!isDone) return;
    await props.read.reload();
    showToast({ text: t("inspections.profile.saved") });
  };
  const isOff = () => !can("authority.decide");
  return (
    <Card title={props.view.name}>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormWhy of="profile" />
        <fieldset class="field step-many" disabled={isOff()}>
          <legend class="field-label">{t("inspections.profile.laws")}</legend>
          <For each={props.view.knownPacks}>
            {(pack) => (
              <Tick
                label={props.view.packNames[pack]?.[currentLanguage()] ?? pack}
                checked={wanted().packs.includes(pack)}
                onChange={(isOn) => set({ packs: toggled(wanted().packs, pack, isOn) })}
              />
            )}
          </For>
        </fieldset>
        <fieldset class="field step-many" disabled={isOff()}>
          <legend class="field-label">{t("inspections.profile.remit")}</legend>
          <Tick
            label={t("inspections.profile.everybody")}
            checked={wanted().isRemitEverybody}
            onChange={(isOn) => set({ isRemitEverybody: isOn })}
          />
          <Show when={!wanted().isRemitEverybody}>
            <For each={props.view.knownClasses}>
              {({ id, names }) => (
                <Tick
                  label={names[currentLanguage()] ?? id}
                  checked={wanted().remitClasses.includes(id)}
                  onChange={(isOn) => set({ remitClasses: toggled(wanted().remitClasses, id, isOn) })}
                />
              )}
            </For>
          </Show>
        </fieldset>
        <fieldset class="field step-many" disabled={isOff()}>
          <legend class="field-label">{t("inspections.profile.decisions")}</legend>
          <TextField
            label={t("inspections.profile.format")}
            name="deliberationFormat"
            why={whyAsked("inspections.profile.format")}
            value={wanted().deliberationFormat}
            onInput={(event) => set({ deliberationFormat: event.currentTarget.value })}
          />
          <TextField
            label={t("inspections.profile.quorum_percent")}
            name="quorumPercent"
            why={whyAsked("inspections.profile.quorum_percent")}
            inputMode="numeric"
            value={wanted().quorumPercent}
            onInput={(event) => set({ quorumPercent: event.currentTarget.value })}
          />
          <TextField
            label={t("inspections.profile.quorum_least")}
            name="quorumLeast"
            why={whyAsked("inspections.profile.quorum_least")}
            inputMode="numeric"
            value={wanted().quorumLeast}
            onInput={(event) => set({ quorumLeast: event.currentTarget.value })}
          />
          <Tick
            label={t("inspections.profile.needs_deliberation")}
            hint={whyAsked("inspections.profile.needs_deliberation")}
            checked={wanted().needsDeliberation}
            onChange={(isOn) => set({ needsDeliberation: isOn })}
          />
          <Tick
            label={t("inspections.profile.complaints")}
            hint={whyAsked("inspections.profile.complaints")}
            checked={wanted().takesComplaints}
            onChange={(isOn) => set({ takesComplaints: isOn })}
          />
          <Tick
            label={t("inspections.profile.anonymous")}
            hint={whyAsked("inspections.profile.anonymous")}
            checked={wanted().takesAnonymousComplaints}
            onChange={(isOn) => set({ takesAnonymousComplaints: isOn })}
          />
        </fieldset>
        <Show when={!isOff()}>
          <div>
            <Button type="submit" look="main" isBusy={act.isBusy()}>
              {t("inspections.profile.save")}
            </Button>
          </div>
        </Show>
      </FieldsForm>
    </Card>
  );
}

function MembersCard(props: { view: ProfileAnswerView; read: ReadPage<ProfileAnswerView> }): JSX.Element {
  const t = useWords();
  const today = (): string => new Date().toISOString().slice(0, 10);
  const end = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/office/members/${id}/end`, { untilDay: today() });
      await props.read.reload();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <>
      <Card title={t("inspections.profile.members")} count={props.view.members.length}>
        <ul class="authority-rows">
          <For each={props.view.members}>
            {(member) => (
              <li class="authority-acts">
                <strong>{member.name}</strong>
                <span class="quiet-text small-text">
                  {t("inspections.profile.since", { day: member.sinceDay })}{" "}
                  {member.untilDay === null ? "" : t("inspections.profile.until", { day: member.untilDay })}
                </span>
                <Show when={can("authority.decide") && member.untilDay === null}>
                  <Button isSmall look="quiet" onClick={() => void end(member.id)}>
                    {t("inspections.profile.end")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={can("authority.decide")}>
        <StepCard
          asks="profile"
          title={t("inspections.profile.add_member")}
          offers={[
            {
              kind: "member",
              label: t("inspections.profile.add_member"),
              fields: [
                { name: "name", kind: "text" },
                { name: "sinceDay", kind: "day", first: today() },
              ],
            },
          ]}
          run={async (_kind, body) => {
            await apiPost("/api/v1/office/members", body);
            await props.read.reload();
          }}
        />
      </Show>
    </>
  );
}

function ConflictsCard(props: { view: ProfileAnswerView; read: ReadPage<ProfileAnswerView> }): JSX.Element {
  const t = useWords();
  const end = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/office/conflicts/${id}/end`);
      await props.read.reload();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("inspections.profile.conflicts")} count={props.view.conflicts.length}>
      <ul class="authority-rows">
        <For each={props.view.conflicts}>
          {(one) => (
            <li>
              <p>
                <strong>{one.who}</strong> – {one.entity === "" ? t("inspections.profile.hidden_entity") : one.entity}
              </p>
              <p class="quiet-text small-text">{one.reason}</p>
              <Show when={can("authority.decide") && !one.isOwn}>
                <Button isSmall look="quiet" onClick={() => void end(one.id)}>
                  {t("inspections.profile.end")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
