// How strict sign-in is: trial or national, and how long sessions live. A change reaches open sessions too.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { policyLevels, type SignInPolicy, staffRoles, stepUpFor } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { loadMe } from "../../shell/session.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function PolicyCard(): JSX.Element {
  const t = useWords();
  const [policy] = createResource(async () => await apiGet<SignInPolicy>("/api/v1/identity/policy"));
  return (
    <Card title={t("identity.policy.title")}>
      <Show when={policy()}>{(known) => <PolicyForm policy={known()} />}</Show>
    </Card>
  );
}

function PolicyForm(props: { policy: SignInPolicy }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [wanted, setWanted] = createSignal<SignInPolicy>({ ...props.policy });
  const change = (part: Partial<SignInPolicy>): void => void setWanted((before) => ({ ...before, ...part }));
  const save = async (): Promise<void> => {
    const isDone = await act.run(stepUpFor.changePolicy(wanted()), async () => {
      await apiPost("/api/v1/identity/policy", wanted());
    });
    if (!isDone) return;
    showToast({ text: t("identity.policy.saved") });
    await loadMe();
  };
  return (
    <FieldsForm
      of={act}
      class="id-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SelectField
        label={t("identity.policy.level")}
        name="level"
        hint={t(`identity.policy.${wanted().level}_text`)}
        value={wanted().level}
        options={policyLevels.map((level) => ({ value: level, label: t(`identity.policy.${level}`) }))}
        onChange={(event) =>
          change({ level: policyLevels.find((level) => level === event.currentTarget.value) ?? "start" })
        }
      />
      <div class="id-pair">
        <TextField
          label={t("identity.policy.idle")}
          name="sessionIdleMinutes"
          type="number"
          min={5}
          max={120}
          required
          value={wanted().sessionIdleMinutes}
          onInput={(event) => change({ sessionIdleMinutes: Number(event.currentTarget.value) })}
        />
        <TextField
          label={t("identity.policy.hours")}
          name="sessionHours"
          type="number"
          min={1}
          max={24}
          required
          value={wanted().sessionHours}
          onInput={(event) => change({ sessionHours: Number(event.currentTarget.value) })}
        />
      </div>
      <Tick
        label={t("identity.policy.codes")}
        hint={t("identity.policy.codes_hint")}
        checked={wanted().hasRecoveryCodes}
        onChange={(isOn) => change({ hasRecoveryCodes: isOn })}
      />
      <details open={props.policy.attestedRoles.length > 0}>
        <summary>{t("identity.policy.attested")}</summary>
        <p class="field-hint">{t("identity.policy.attested_hint")}</p>
        <div class="id-ticks">
          <For each={staffRoles}>
            {(role) => (
              <Tick
                label={t(`identity.role.${role}`)}
                checked={wanted().attestedRoles.includes(role)}
                onChange={(isOn) =>
                  change({
                    attestedRoles: isOn
                      ? [...wanted().attestedRoles, role]
                      : wanted().attestedRoles.filter((kept) => kept !== role),
                  })
                }
              />
            )}
          </For>
        </div>
        <TextArea
          label={t("identity.policy.models")}
          name="allowedModels"
          hint={t("identity.policy.models_hint")}
          rows={3}
          spellcheck={false}
          value={props.policy.allowedModels.join("\n")}
          onInput={(event) => change({ allowedModels: event.currentTarget.value.split(/[\s,;]+/).filter(Boolean) })}
        />
      </details>
      <div>
        <Button type="submit" isBusy={act.isBusy()}>
          {t("identity.policy.save")}
        </Button>
      </div>
    </FieldsForm>
  );
}
