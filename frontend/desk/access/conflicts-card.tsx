// Conflicts of interest: one's own, or for a lead everybody's; declared here, ended by somebody else than the person concerned.
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { ConflictView } from "../../../backend/cases/restriction/model.ts";
import type { PersonRef } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { directory, loadDirectory } from "../data/directory.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can, me } from "../../shell/session.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { refuseHere } from "../../shell/forms/refuse-here.ts";

const root = "/api/v1/desk/conflicts";

export function ConflictsCard(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => await apiGet<{ rows: ConflictView[] }>(root));
  const end = async (id: string): Promise<void> => {
    await apiPost(`${root}/${id}/end`, { reason: t("access.conflicts.ended_reason") }).then(
      () => void refetch(),
      tellProblem,
    );
  };
  return (
    <Card title={t("access.conflicts.title")} count={list.latest?.rows.length}>
      <p class="quiet-text">{t("access.conflicts.text")}</p>
      <ul class="access-rows">
        <For each={list.latest?.rows} fallback={<li class="quiet-text">{t("access.conflicts.none")}</li>}>
          {(one) => (
            <li>
              <div>
                <b>{one.person.name}</b> · <span dir="auto">{one.about}</span>
                <p dir="auto">{one.reason}</p>
                <p class="small-text quiet-text">
                  <Said>
                    {(moment) =>
                      t("access.conflicts.declared", { name: one.declaredBy.name, when: moment(one.declaredAt) })
                    }
                  </Said>
                </p>
              </div>
              <Show when={one.can.end}>
                <Button isSmall look="quiet" onClick={() => void end(one.id)}>
                  {t("access.conflicts.end")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <DeclareForm onDone={() => void refetch()} />
    </Card>
  );
}

function DeclareForm(props: { onDone: () => void }): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  const [found] = createResource(text, async (asked) =>
    asked.trim() === ""
      ? { rows: [] }
      : await apiGet<{ rows: PersonRef[] }>("/api/v1/desk/constituents", { text: asked }),
  );
  const [person, setPerson] = createSignal("");
  const [reason, setReason] = createSignal("");
  const act = createConfirmedAct();
  onMount(() => void (can("conflict.declare") && loadDirectory()));
  const others = () => directory().people.filter(({ id }) => id !== me()?.personId);
  const chosen = () => found.latest?.rows.find((one) => one.name === text().trim());
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const constituent = chosen();
    const { onDone } = props;
    const isDone = await act.run(undefined, async () => {
      if (!constituent) throw refuseHere({ constituentId: t("access.conflicts.choose") });
      if (reason().trim().length < 3) throw refuseHere({ reason: t("desk.reason.too_short") });
      await apiPost(root, {
        constituentId: constituent.id,
        reason: reason().trim(),
        ...(person() === "" ? {} : { personId: person() }),
      });
    });
    if (!isDone) return;
    setText("");
    setReason("");
    showToast({ text: t("access.conflicts.done") });
    onDone();
  };
  return (
    <details class="access-details">
      <summary>{t("access.conflicts.declare")}</summary>
      <FieldsForm of={act} class="access-form" onSubmit={(event) => void send(event)}>
        <Show when={can("conflict.declare")}>
          <SelectField
            label={t("access.conflicts.person")}
            name="personId"
            value={person()}
            options={[
              { value: "", label: t("access.conflicts.myself") },
              ...others().map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
        </Show>
        <TextField
          label={t("access.conflicts.constituent")}
          name="constituentId"
          hint={t("access.conflicts.constituent_hint")}
          value={text()}
          list="conflict-constituents"
          maxLength={100}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <datalist id="conflict-constituents">
          <For each={found.latest?.rows}>{(one) => <option value={one.name} />}</For>
        </datalist>
        <TextField
          label={t("access.reason")}
          name="reason"
          value={reason()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <div>
          <Button type="submit">{t("access.conflicts.declare")}</Button>
        </div>
      </FieldsForm>
    </details>
  );
}
