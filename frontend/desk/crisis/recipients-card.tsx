// Whom situation reports go to: roles of the team, authorities, contacts outside with or without a key.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type CrisisOptions, type CrisisView, staffRoles } from "../../../backend/coordination/crisis/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { can } from "../../shell/session.ts";

const kinds = ["role", "authority", "contact"] as const;
type Kind = (typeof kinds)[number];

export function RecipientsCard(props: {
  crisis: CrisisView;
  options: CrisisOptions | undefined;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const [isAdding, setAdding] = createSignal(false);
  const canChange = () => can("crisis.lead") && props.crisis.closedAt === null;
  const remove = async (id: string): Promise<void> => {
    const { onChanged } = props;
    try {
      await apiPost(`/api/v1/crises/${props.crisis.id}/recipients/${id}/remove`);
    } catch (error) {
      tellProblem(error);
    }
    onChanged();
  };
  return (
    <Card
      title={t("crisis.recipient.title")}
      count={props.crisis.recipients.length}
      aside={
        <Show when={canChange()}>
          <Button isSmall onClick={() => setAdding(true)}>
            {t("crisis.recipient.add")}
          </Button>
        </Show>
      }
    >
      <ul class="care-rows">
        <For each={props.crisis.recipients}>
          {(one) => (
            <li>
              <div>
                {one.role === null ? one.name : t(`crisis.role.${one.role}`)}{" "}
                <span class="quiet-text">{one.email ?? ""}</span>{" "}
                <Show when={one.kind === "contact"}>
                  <Tag tone={one.hasKey ? "low" : "medium"}>
                    {t(one.hasKey ? "crisis.recipient.key" : "crisis.recipient.no_key")}
                  </Tag>
                </Show>
              </div>
              <Show when={canChange()}>
                <Button isSmall look="quiet" onClick={() => void remove(one.id)}>
                  {t("crisis.recipient.remove")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isAdding() ? props.options : undefined} keyed>
        {(options) => (
          <AddDialog
            crisisId={props.crisis.id}
            options={options}
            onClose={() => setAdding(false)}
            onDone={props.onChanged}
          />
        )}
      </Show>
    </Card>
  );
}

function AddDialog(props: {
  crisisId: string;
  options: CrisisOptions;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const choices: Record<Kind, { value: string; label: string }[]> = {
    role: staffRoles.map((value) => ({ value, label: t(`crisis.role.${value}`) })),
    authority: props.options.authorities.map(({ id, name }) => ({ value: id, label: name })),
    contact: props.options.correspondents.map(({ id, name, email }) => ({
      value: id,
      label: `${name} · ${email ?? ""}`,
    })),
  };
  const [kind, setKind] = createSignal<Kind>("role");
  const [chosen, setChosen] = createSignal(choices.role[0]?.value ?? "");
  const change = (value: string): void => {
    const next = kinds.find((one) => one === value) ?? "role";
    setKind(next);
    setChosen(choices[next][0]?.value ?? "");
  };
  return (
    <ActDialog
      title={t("crisis.recipient.add")}
      act={t("crisis.recipient.add")}
      send={async () => {
        const field = { role: "role", authority: "organisationId", contact: "correspondentId" }[kind()];
        await apiPost(`/api/v1/crises/${props.crisisId}/recipients`, { [field]: chosen() });
      }}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <SelectField
        label={t("crisis.recipient.kind")}
        value={kind()}
        options={kinds.map((value) => ({ value, label: t(`crisis.recipient.kind.${value}`) }))}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <Show when={choices[kind()].length > 0} fallback={<p class="quiet-text">{t("crisis.recipient.no_contacts")}</p>}>
        <SelectField
          name={{ role: "role", authority: "organisationId", contact: "correspondentId" }[kind()]}
          label={t(`crisis.recipient.kind.${kind()}`)}
          value={chosen()}
          options={choices[kind()]}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      </Show>
    </ActDialog>
  );
}
