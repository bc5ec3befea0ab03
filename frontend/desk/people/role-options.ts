// The roles that can be held in an organisation, as options with their words.
import { type OrganisationKind, organisationKindOfRole, type Role, roles } from "../../../backend/identity/model.ts";
import type { Option } from "../../parts/field/field.tsx";
import { hasWords, useWords } from "../../platform/words.ts";

export function rolesOf(kind: OrganisationKind): Role[] {
  return roles.filter((role) => organisationKindOfRole[role] === kind);
}

/** "Analyst", and what the role does where that is said. */
export function describeRole(role: Role): { name: string; note: string | undefined } {
  const t = useWords();
  const note = `identity.role_note.${role}`;
  return { name: t(`identity.role.${role}`), note: hasWords(note) ? t(note) : undefined };
}

export function roleOptions(kind: OrganisationKind): Option[] {
  return rolesOf(kind).map((role) => {
    const { name, note } = describeRole(role);
    return { value: role, label: note ? `${name} · ${note}` : name };
  });
}
