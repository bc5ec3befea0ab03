// The parts of a paper registration that come several times: who answers, how large the organisation is, what it offers online.
import { Index, type JSX, Show } from "solid-js";
import { contactRoles } from "../../../backend/registry/model.ts";
import { sizeKinds } from "../../../backend/registry/profile/model.ts";
import { audiences, serviceKinds } from "../../../backend/registry/services/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import {
  emptyContact,
  emptyService,
  emptySize,
  type TypedContact,
  type TypedService,
  type TypedSize,
} from "./paper-form.ts";

interface ListProps<Row> {
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  errorOf: (path: string) => string | undefined;
}

/** The rows with one field of one of them changed. */
function withField<Row>(rows: readonly Row[], at: number, change: Partial<Row>): Row[] {
  return rows.map((row, place) => (place === at ? { ...row, ...change } : row));
}

function Rows<Row>(
  props: ListProps<Row> & {
    title: string;
    add: string;
    /** So many rows stay. */
    least: number;
    most: number;
    empty: () => Row;
    children: (row: () => Row, at: number) => JSX.Element;
  },
): JSX.Element {
  const t = useWords();
  return (
    <fieldset class="plain-fieldset paper-part">
      <legend class="field-label">{props.title}</legend>
      <Index each={props.rows}>
        {(row, at) => (
          <div class="paper-row">
            {props.children(row, at)}
            <Show when={props.rows.length > props.least}>
              <Button
                isSmall
                look="quiet"
                onClick={() => props.onChange(props.rows.filter((_, place) => place !== at))}
              >
                {t("console.paper.remove", { number: at + 1 })}
              </Button>
            </Show>
          </div>
        )}
      </Index>
      <Show when={props.rows.length < props.most}>
        <div>
          <Button isSmall onClick={() => props.onChange([...props.rows, props.empty()])}>
            {props.add}
          </Button>
        </div>
      </Show>
    </fieldset>
  );
}

export function PaperContacts(props: ListProps<TypedContact>): JSX.Element {
  const t = useWords();
  const set = (at: number, change: Partial<TypedContact>) => props.onChange(withField(props.rows, at, change));
  const path = (at: number, field: string) => (at === 0 ? `contact.${field}` : `otherContacts.${at - 1}.${field}`);
  const line = (row: () => TypedContact, at: number, field: "name" | "email" | "phone" | "hours", label: string) => (
    <TextField
      label={label}
      name={path(at, field)}
      maxLength={field === "phone" ? 40 : 200}
      type={field === "email" ? "email" : field === "phone" ? "tel" : "text"}
      value={row()[field]}
      error={props.errorOf(path(at, field))}
      onInput={(event) => set(at, { [field]: event.currentTarget.value })}
    />
  );
  return (
    <Rows
      {...props}
      title={t("console.paper.contacts")}
      add={t("console.paper.add_contact")}
      least={1}
      most={10}
      empty={() => emptyContact("security")}
    >
      {(row, at) => (
        <>
          <div class="id-pair">
            {line(row, at, "name", t("console.paper.contactName"))}
            <SelectField
              label={t("console.field.role")}
              value={row().role}
              options={contactRoles.map((one) => ({ value: one, label: t(`desk.directory.role.${one}`) }))}
              onChange={(event) => set(at, { role: event.currentTarget.value })}
            />
          </div>
          <div class="id-pair">
            {line(row, at, "email", t("console.paper.email"))}
            {line(row, at, "phone", t("console.paper.phone"))}
          </div>
          {line(row, at, "hours", t("console.paper.hours"))}
        </>
      )}
    </Rows>
  );
}

export function PaperSizes(props: ListProps<TypedSize>): JSX.Element {
  const t = useWords();
  const set = (at: number, change: Partial<TypedSize>) => props.onChange(withField(props.rows, at, change));
  return (
    <Rows
      {...props}
      title={t("console.paper.sizes")}
      add={t("register.size.add")}
      least={0}
      most={10}
      empty={emptySize}
    >
      {(row, at) => (
        <>
          <div class="id-pair">
            <SelectField
              label={t("register.size.kind_label")}
              value={row().kind}
              options={sizeKinds.map((value) => ({ value, label: t(`register.size.kind.${value}`) }))}
              onChange={(event) => set(at, { kind: event.currentTarget.value })}
            />
            <TextField
              label={t("register.size.amount")}
              name={`sizes.${at}.amount`}
              inputMode="decimal"
              value={row().amount}
              error={props.errorOf(`sizes.${at}.amount`)}
              onInput={(event) => set(at, { amount: event.currentTarget.value })}
            />
          </div>
          <div class="id-pair">
            <TextField
              label={t("register.size.as_of")}
              name={`sizes.${at}.asOf`}
              type="date"
              value={row().asOf}
              error={props.errorOf(`sizes.${at}.asOf`)}
              onInput={(event) => set(at, { asOf: event.currentTarget.value })}
            />
            <Show when={row().kind === "turnover"}>
              <TextField
                label={t("register.size.currency")}
                name={`sizes.${at}.currency`}
                maxLength={3}
                value={row().currency}
                error={props.errorOf(`sizes.${at}.currency`)}
                onInput={(event) => set(at, { currency: event.currentTarget.value })}
              />
            </Show>
          </div>
        </>
      )}
    </Rows>
  );
}

export function PaperServices(props: ListProps<TypedService>): JSX.Element {
  const t = useWords();
  const set = (at: number, change: Partial<TypedService>) => props.onChange(withField(props.rows, at, change));
  return (
    <Rows
      {...props}
      title={t("register.service.title")}
      add={t("register.service.add")}
      least={0}
      most={20}
      empty={emptyService}
    >
      {(row, at) => (
        <>
          <div class="id-pair">
            <TextField
              label={t("register.service.name")}
              name={`services.${at}.name`}
              maxLength={300}
              value={row().name}
              error={props.errorOf(`services.${at}.name`)}
              onInput={(event) => set(at, { name: event.currentTarget.value })}
            />
            <TextField
              label={t("register.service.url")}
              name={`services.${at}.url`}
              type="url"
              placeholder="https://"
              value={row().url}
              error={props.errorOf(`services.${at}.url`)}
              onInput={(event) => set(at, { url: event.currentTarget.value })}
            />
          </div>
          <div class="id-pair">
            <SelectField
              label={t("register.service.kind_label")}
              value={row().kind}
              options={serviceKinds.map((value) => ({ value, label: t(`register.service.kind.${value}`) }))}
              onChange={(event) => set(at, { kind: event.currentTarget.value })}
            />
            <SelectField
              label={t("register.service.audience_label")}
              value={row().audience}
              options={audiences.map((value) => ({ value, label: t(`register.service.audience.${value}`) }))}
              onChange={(event) => set(at, { audience: event.currentTarget.value })}
            />
          </div>
        </>
      )}
    </Rows>
  );
}
