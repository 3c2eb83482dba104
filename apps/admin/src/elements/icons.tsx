import type { ReactNode } from 'react';

/** Drawn for this application on a 20-unit grid; decoration only, the words beside them carry the meaning. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      {children}
    </svg>
  );
}

export const TodayIcon = () => (
  <Icon>
    <path d="M2.5 15.5h15M5 12.5a5 5 0 0 1 10 0M10 4v1.5M3.6 7.1l1.1 1.1M16.4 7.1l-1.1 1.1" />
  </Icon>
);

export const DeskIcon = () => (
  <Icon>
    <path d="M3.5 16.5h13M5 13.5l.6-3 7.4-7.4a1.4 1.4 0 0 1 2 0l.4.4a1.4 1.4 0 0 1 0 2L8 12.9z" />
  </Icon>
);

export const DispatchesIcon = () => (
  <Icon>
    <rect x="2.5" y="3.5" width="15" height="13" rx="1.5" />
    <path d="M5.5 7h9M5.5 10h4M5.5 13h4M12 10h2.5v3H12z" />
  </Icon>
);

export const SourcesIcon = () => (
  <Icon>
    <circle cx="5" cy="15" r="1.25" />
    <path d="M3.75 9.5a6.75 6.75 0 0 1 6.75 6.75M3.75 4.5A11.75 11.75 0 0 1 15.5 16.25" />
  </Icon>
);

export const NewslettersIcon = () => (
  <Icon>
    <rect x="2.5" y="4.5" width="15" height="11" rx="1.5" />
    <path d="m3 6 7 5 7-5" />
  </Icon>
);

export const SubscribersIcon = () => (
  <Icon>
    <circle cx="7.5" cy="7" r="3" />
    <path d="M2 16.5a5.5 5.5 0 0 1 11 0M13 4.4a3 3 0 0 1 0 5.2M15 12a5.5 5.5 0 0 1 3 4.5" />
  </Icon>
);

export const EditionsIcon = () => (
  <Icon>
    <path d="M5.5 5.5h11v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15.5v-12H14v2M8.5 9h5M8.5 12.5h5" />
  </Icon>
);

export const TransportsIcon = () => (
  <Icon>
    <path d="m2.5 9.5 15-6-5.5 14-2.75-5.25zM9.25 12.25 17.5 3.5" />
  </Icon>
);

export const OperatorsIcon = () => (
  <Icon>
    <circle cx="10" cy="7" r="3.25" />
    <path d="M3.5 17a6.5 6.5 0 0 1 13 0" />
  </Icon>
);

export const KeyIcon = () => (
  <Icon>
    <circle cx="6.5" cy="13.5" r="3.5" />
    <path d="m9 11 7.5-7.5M13 7l2.5 2.5" />
  </Icon>
);

export const AuditIcon = () => (
  <Icon>
    <path d="M3.5 4.5h9M3.5 8.5h6M3.5 12.5h4" />
    <circle cx="13" cy="13" r="3.5" />
    <path d="M13 11.25V13l1.25 1" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M3 6h6.5M14.5 6H17M3 14h2.5M10.5 14H17" />
    <circle cx="12" cy="6" r="2.25" />
    <circle cx="8" cy="14" r="2.25" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon>
    <path d="M10 3 2.5 16.5h15zM10 8v4M10 14.25v.25" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="5.25" />
    <path d="m13 13 4 4" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="7" y="7" width="10" height="10" rx="1.5" />
    <path d="M13 7V4.5A1.5 1.5 0 0 0 11.500 3h-7A1.500 1.500 0 0 0 3 4.500v7A1.500 1.500 0 0 0 4.500 13H7" />
  </Icon>
);

export const TemplatesIcon = () => (
  <Icon>
    <rect x="3.5" y="2.5" width="13" height="15" rx="1.5" />
    <path d="M6.5 6h7M6.5 9.5h3M6.5 13h3M12 9.5h1.5v3.5H12z" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.25" />
    <path d="M10 2.5v1.75M10 15.75v1.75M2.5 10h1.75M15.75 10h1.75M4.7 4.7l1.25 1.25M14.05 14.05l1.25 1.25M15.3 4.7l-1.25 1.25M5.95 14.05 4.7 15.3" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3z" />
  </Icon>
);

export const SystemIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="6.5" />
    <path d="M10 3.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
  </Icon>
);

export const SignOutIcon = () => (
  <Icon>
    <path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M13 13.5l3.5-3.5L13 6.5M16 10H8" />
  </Icon>
);

export const AgainIcon = () => (
  <Icon>
    <path d="M16 6.5A6.75 6.75 0 1 0 16.75 10M16.5 3v3.75h-3.75" />
  </Icon>
);

export const PhoneIcon = () => (
  <Icon>
    <rect x="6" y="2.5" width="8" height="15" rx="1.75" />
    <path d="M9.25 14.75h1.5" />
  </Icon>
);

export const TabletIcon = () => (
  <Icon>
    <rect x="4" y="2.5" width="12" height="15" rx="1.75" />
    <path d="M9.25 14.75h1.5" />
  </Icon>
);

export const DesktopIcon = () => (
  <Icon>
    <rect x="2.5" y="3.5" width="15" height="10" rx="1.5" />
    <path d="M7 16.5h6M10 13.5v3" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="M12 4.5 6.5 10l5.5 5.5" />
  </Icon>
);

export const Stamp = () => (
  <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" focusable="false">
    <g transform="rotate(-5 16 16)" fill="none">
      <rect x="3" y="3" width="26" height="26" rx="5" fill="var(--accent)" />
      <g stroke="var(--on-accent)">
        <rect x="5.5" y="5.5" width="21" height="21" rx="3" strokeOpacity=".55" strokeDasharray="1.5 1.5" />
        <path d="M20.6 12.6a5.6 5.6 0 1 0 0 6.8" strokeWidth="3" strokeLinecap="round" />
      </g>
    </g>
  </svg>
);
