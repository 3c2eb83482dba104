import { Button, Checkbox, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { newslettersQuery } from '../api/newsletters.js';
import { GRANTABLE } from '../api/session.js';
import { placeName, placeText } from '../elements/place.js';
import { PlaceSelect } from '../elements/place-select.js';
import { useWords } from '../language/words.js';
import { grantableAt, ROLES } from './queries.js';
import type { Grant, Right, Role } from './queries.js';
import styles from './operators.module.css';
import { words } from './words.js';

export interface Rights {
  role: Role;
  grants: readonly Grant[];
}

/** A role, and what is held beyond it for everything, a family or one newsletter. */
export function RightsFields({ rights, onChange }: { rights: Rights; onChange: (rights: Rights) => void }) {
  const m = useWords(words);
  const { role, grants } = rights;
  const put = (at: number, grant: Grant): void => {
    onChange({ role, grants: grants.map((one, position) => (position === at ? grant : one)) });
  };
  return (
    <>
      <Radio.Group
        label={m.role}
        value={role}
        onChange={(chosen) => {
          onChange({ role: ROLES.find((one) => one === chosen) ?? role, grants });
        }}
      >
        <div className={styles.roles}>
          {ROLES.map((one) => (
            <Radio key={one} value={one} label={m.roles[one]} description={m.roleMeans[one]} />
          ))}
        </div>
      </Radio.Group>
      <div className={styles.roles}>
        <h3>{m.grants}</h3>
        <p>{grants.length === 0 ? m.noGrants : m.grantsHint}</p>
        {grants.map((grant, position) => (
          <GrantFields
            key={position}
            grant={grant}
            onChange={(changed) => {
              put(position, changed);
            }}
            onRemove={() => {
              onChange({ role, grants: grants.filter((_, at) => at !== position) });
            }}
          />
        ))}
        <div>
          <Button
            variant="default"
            onClick={() => {
              onChange({ role, grants: [...grants, { newsletterId: null, familyId: null, rights: [] }] });
            }}
          >
            {m.addGrant}
          </Button>
        </div>
      </div>
    </>
  );
}

interface GrantFieldsProps {
  grant: Grant;
  onChange: (grant: Grant) => void;
  onRemove: () => void;
}

function GrantFields({ grant, onChange, onRemove }: GrantFieldsProps) {
  const m = useWords(words);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const where = placeName(grant, newsletters) ?? m.everywhere;
  const toggle = (right: Right, isHeld: boolean): void => {
    onChange({ ...grant, rights: GRANTABLE.filter((one) => (one === right ? isHeld : grant.rights.includes(one))) });
  };
  return (
    <fieldset className={styles.grant} aria-label={where}>
      <PlaceSelect
        label={m.place}
        place={grant}
        onChange={(place) => {
          const there = grantableAt(place);
          onChange({ ...grant, ...place, rights: grant.rights.filter((right) => there.includes(right)) });
        }}
      />
      <div className={styles.rights}>
        {grantableAt(grant).map((right) => (
          <Checkbox
            key={right}
            label={m.rights[right]}
            checked={grant.rights.includes(right)}
            onChange={(event) => {
              toggle(right, event.currentTarget.checked);
            }}
          />
        ))}
      </div>
      <div>
        <Button variant="subtle" onClick={onRemove}>
          {m.removeGrant(where)}
        </Button>
      </div>
    </fieldset>
  );
}

/** As the API takes them: each place once, without places where nothing was ticked. */
export function grantsToSend(grants: readonly Grant[]): Grant[] {
  const merged = new Map<string, Grant>();
  for (const grant of grants) {
    const before = merged.get(placeText(grant))?.rights ?? [];
    const rights = GRANTABLE.filter((right) => before.includes(right) || grant.rights.includes(right));
    merged.set(placeText(grant), { ...grant, rights });
  }
  return [...merged.values()].filter(({ rights }) => rights.length > 0);
}
