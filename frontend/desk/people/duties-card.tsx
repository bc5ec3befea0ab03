// Which roles one person may hold together: several in a small team, apart in a large one.
import { createSignal, type JSX } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bindDuties, type DutyProfile, dutyProfiles } from "../../../backend/identity/duties/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const path = "/api/v1/identity/duties";

export function DutiesCard(): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [known] = createResource(async () => await apiGet<{ profile: DutyProfile }>(path));
  const [chosen, setChosen] = createSignal<DutyProfile>();
  const profile = (): DutyProfile => chosen() ?? known.latest?.profile ?? "team_of_six";
  const save = async (): Promise<void> => {
    const isDone = await act.run(bindDuties(profile()), async () => {
      await apiPost(path, { profile: profile() });
    });
    if (isDone) showToast({ text: t("access.duties.saved") });
  };
  return (
    <Card title={t("access.duties.title")}>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <SelectField
          label={t("access.duties.profile")}
          name="profile"
          hint={t(`access.duties.${profile()}_text`)}
          value={profile()}
          options={dutyProfiles.map((value) => ({ value, label: t(`access.duties.${value}`) }))}
          onChange={(event) => setChosen(dutyProfiles.find((one) => one === event.currentTarget.value))}
        />
        <div>
          <Button type="submit" isBusy={act.isBusy()}>
            {t("access.duties.save")}
          </Button>
        </div>
      </FieldsForm>
    </Card>
  );
}
