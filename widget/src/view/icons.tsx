const PATHS = {
  arrow: "M12 19V5M5 12l7-7 7 7",
  back: "M19 12H5M12 19l-7-7 7-7",
  check: "M5 12.5 10 17.5 19 7",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h10v11H9zM5 15V4h10",
  down: "M12 5v14M5 12l7 7 7-7",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  external: "M14 5h5v5M19 5l-9 9M17 14v5H5V7h5",
  flag: "M6 21V4h11l-2 4 2 4H6",
  menu: "M5 7h14M5 12h14M5 17h14",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  restart: "M4.5 12a7.5 7.5 0 1 0 2.3-5.4M4.5 4v4h4",
  thumb: "M7 11v9H4v-9zM7 11l4-7c1.7 0 2.5 1 2.3 2.6L12.8 9.5H19c1 0 1.7.9 1.5 1.9l-1.3 7c-.2.9-.9 1.6-1.9 1.6H7",
  why: "M12 3a6.5 6.5 0 0 0-3.5 12c.6.5 1 1.2 1 2h5c0-.8.4-1.5 1-2A6.5 6.5 0 0 0 12 3ZM10 20.5h4",
  book: "M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11",
} as const;

export function Icon({ name, turned }: { name: keyof typeof PATHS; turned?: boolean }) {
  return (
    <svg class={turned ? "icon turned" : "icon"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" />
      <path d="M8 22.5 14 16l4 3.5 6.5-8M19 11h5.5v5.5" />
    </svg>
  );
}
