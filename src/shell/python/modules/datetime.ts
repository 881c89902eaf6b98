/** The module `datetime`. */
import type { BinaryOperator, Comparison, UnaryOperator } from '../../runtime.ts';
import { BINARY, COMPARE, HASH, REPR, STR, TRUTH, Tuple, UNARY, UNKNOWN } from '../behaviour.ts';
import { attributes, classMethods, methods } from '../callable.ts';
import { overflowError, typeError, valueError, zeroDivisionError } from '../errors.ts';
import { asInt, asNumber, float, typeName } from '../kinds.ts';
import { roundHalfEven } from '../numbers.ts';
import { textRepr } from '../text/repr.ts';
import { CLASS, objectType, Type } from '../types.ts';
import { fromOrdinal, isoWeek, offsetText, ordinal, strftime, strptime, two, weekday } from './strftime.ts';
import { localMoment, utcMoment } from './time.ts';

const US = 1_000_000;
const DAY_US = 86400 * US;
const type = (name: string, base = objectType): Type => new Type(name, [base], { module: 'datetime' });
const deltaType = type('timedelta');
const dateType = type('date');
const datetimeType = type('datetime', dateType);
const timeType = type('time');
const zoneType = type('timezone');

function holds(operator: Comparison, order: number): unknown {
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return UNKNOWN;
  }
}

class Delta {
  /** Microseconds. */
  readonly us: number;
  constructor(us: number) {
    if (Math.abs(us) > 999999999 * DAY_US) throw overflowError(`days=${Math.floor(us / DAY_US)}; must have magnitude <= 999999999`);
    this.us = us;
  }
  get [CLASS](): Type {
    return deltaType;
  }
  get days(): number {
    return Math.floor(this.us / DAY_US);
  }
  get seconds(): number {
    return Math.floor((this.us - this.days * DAY_US) / US);
  }
  get microseconds(): number {
    return this.us - this.days * DAY_US - this.seconds * US;
  }
  [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    if (other instanceof Delta) {
      const [a, b] = reversed ? [other.us, this.us] : [this.us, other.us];
      if (operator === '+') return new Delta(a + b);
      if (operator === '-') return new Delta(a - b);
      if (b === 0 && '//%'.includes(operator))
        throw zeroDivisionError(operator === '/' ? 'division by zero' : 'integer division or modulo by zero');
      if (operator === '/') return float(a / b);
      if (operator === '//') return Math.floor(a / b);
      return operator === '%' ? new Delta(a - b * Math.floor(a / b)) : UNKNOWN;
    }
    const number = asNumber(other);
    if (number === undefined) return UNKNOWN;
    if (operator === '*') return new Delta(Number(roundHalfEven(this.us * number)));
    if (operator === '/' && !reversed) {
      if (number === 0) throw zeroDivisionError('division by zero');
      return new Delta(Number(roundHalfEven(this.us / number)));
    }
    return operator === '//' && !reversed ? new Delta(Math.floor(this.us / number)) : UNKNOWN;
  }
  [UNARY](operator: UnaryOperator): unknown {
    return operator === '~' ? UNKNOWN : new Delta(operator === '-' ? -this.us : this.us);
  }
  abs(): Delta {
    return new Delta(Math.abs(this.us));
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    return other instanceof Delta ? holds(operator, this.us - other.us) : UNKNOWN;
  }
  [HASH](): string {
    return `timedelta ${this.us}`;
  }
  [TRUTH](): boolean {
    return this.us !== 0;
  }
  [REPR](): string {
    const parts = (['days', 'seconds', 'microseconds'] as const).filter((name) => this[name] !== 0).map((name) => `${name}=${this[name]}`);
    return `datetime.timedelta(${parts.join(', ') || '0'})`;
  }
  [STR](): string {
    const { days, seconds, microseconds } = this;
    const day = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `;
    const us = microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0')}`;
    return `${day}${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${us}`;
  }
}

class Zone {
  readonly offset: number;
  readonly name: string | undefined;
  constructor(offset: number, name?: string) {
    this.offset = offset;
    this.name = name;
  }
  get [CLASS](): Type {
    return zoneType;
  }
  get text(): string {
    return this.name ?? (this.offset === 0 ? 'UTC' : `UTC${offsetText(this.offset, true)}`);
  }
  [STR](): string {
    return this.text;
  }
  [REPR](): string {
    if (this.offset === 0 && this.name === undefined) return 'datetime.timezone.utc';
    return `datetime.timezone(${new Delta(this.offset * US)[REPR]()}${this.name === undefined ? '' : `, ${textRepr(this.name)}`})`;
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    return other instanceof Zone ? holds(operator, this.offset - other.offset) : UNKNOWN;
  }
  [HASH](): string {
    return `timezone ${this.offset}`;
  }
}
const UTC = new Zone(0);

class PyDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  constructor(year: number, month: number, day: number) {
    if (year < 1 || year > 9999) throw valueError(`year ${year} is out of range`);
    if (month < 1 || month > 12) throw valueError('month must be in 1..12');
    if (day < 1 || fromOrdinal(ordinal(year, month, day)).month !== month) throw valueError('day is out of range for month');
    this.year = year;
    this.month = month;
    this.day = day;
  }
  get [CLASS](): Type {
    return dateType;
  }
  get hour(): number {
    return 0;
  }
  get minute(): number {
    return 0;
  }
  get second(): number {
    return 0;
  }
  get microsecond(): number {
    return 0;
  }
  get ordinal(): number {
    return ordinal(this.year, this.month, this.day);
  }
  [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    if (other instanceof Delta && (operator === '+' || (operator === '-' && !reversed))) {
      const { year, month, day } = fromOrdinal(this.ordinal + (operator === '+' ? other.days : -other.days));
      return new PyDate(year, month, day);
    }
    if (operator !== '-' || !(other instanceof PyDate)) return UNKNOWN;
    return new Delta((this.ordinal - other.ordinal) * DAY_US * (reversed ? -1 : 1));
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    return other instanceof PyDate && !(other instanceof DateTime) ? holds(operator, this.ordinal - other.ordinal) : UNKNOWN;
  }
  [HASH](): string {
    return `date ${this.ordinal}`;
  }
  iso(): string {
    return `${String(this.year).padStart(4, '0')}-${two(this.month)}-${two(this.day)}`;
  }
  [STR](): string {
    return this.iso();
  }
  [REPR](): string {
    return `datetime.date(${this.year}, ${this.month}, ${this.day})`;
  }
  strftime(format: string): string {
    return strftime(this, format);
  }
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

function checkClock({ hour, minute, second, microsecond }: Clock): void {
  if (hour < 0 || hour > 23) throw valueError('hour must be in 0..23');
  if (minute < 0 || minute > 59) throw valueError('minute must be in 0..59');
  if (second < 0 || second > 59) throw valueError('second must be in 0..59');
  if (microsecond < 0 || microsecond > 999999) throw valueError('microsecond must be in 0..999999');
}

function clockIso({ hour, minute, second, microsecond }: Clock): string {
  return `${two(hour)}:${two(minute)}:${two(second)}${microsecond === 0 ? '' : `.${String(microsecond).padStart(6, '0')}`}`;
}

const clockArguments = ({ hour, minute, second, microsecond }: Clock): string => {
  const rest = microsecond !== 0 ? `, ${second}, ${microsecond}` : second !== 0 ? `, ${second}` : '';
  return `${hour}, ${minute}${rest}`;
};

class DateTime extends PyDate {
  readonly #clock: Clock;
  readonly zone: Zone | null;
  constructor(year: number, month: number, day: number, clock: Clock, zone: Zone | null) {
    super(year, month, day);
    checkClock(clock);
    this.#clock = clock;
    this.zone = zone;
  }
  override get [CLASS](): Type {
    return datetimeType;
  }
  override get hour(): number {
    return this.#clock.hour;
  }
  override get minute(): number {
    return this.#clock.minute;
  }
  override get second(): number {
    return this.#clock.second;
  }
  override get microsecond(): number {
    return this.#clock.microsecond;
  }
  get offset(): number | undefined {
    return this.zone?.offset;
  }
  get clock(): Clock {
    return this.#clock;
  }
  /** Microseconds since the year 1, without the zone. */
  get us(): number {
    return ((this.ordinal * 24 + this.hour) * 60 + this.minute) * 60 * US + this.second * US + this.microsecond;
  }
  static at(us: number, zone: Zone | null): DateTime {
    const days = Math.floor(us / DAY_US);
    const rest = us - days * DAY_US;
    if (days < 1 || days > 3652059) throw overflowError('date value out of range');
    const { year, month, day } = fromOrdinal(days);
    const seconds = Math.floor(rest / US);
    const clock = { hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60, microsecond: rest % US };
    return new DateTime(year, month, day, clock, zone);
  }
  override [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    if (other instanceof Delta && (operator === '+' || (operator === '-' && !reversed)))
      return DateTime.at(this.us + (operator === '+' ? other.us : -other.us), this.zone);
    if (operator !== '-' || !(other instanceof DateTime)) return UNKNOWN;
    if ((this.zone === null) !== (other.zone === null)) throw typeError("can't subtract offset-naive and offset-aware datetimes");
    return new Delta((this.inUtc - other.inUtc) * (reversed ? -1 : 1));
  }
  get inUtc(): number {
    return this.us - (this.offset ?? 0) * US;
  }
  override [COMPARE](operator: Comparison, other: unknown): unknown {
    if (!(other instanceof DateTime)) return UNKNOWN;
    if ((this.zone === null) !== (other.zone === null)) {
      if (operator === '==' || operator === '!=') return operator === '!=';
      throw typeError("can't compare offset-naive and offset-aware datetimes");
    }
    return holds(operator, this.inUtc - other.inUtc);
  }
  override [HASH](): string {
    return `datetime ${this.inUtc}`;
  }
  isoWith(by: string): string {
    return `${this.iso()}${by}${clockIso(this)}${this.offset === undefined ? '' : offsetText(this.offset, true)}`;
  }
  override [STR](): string {
    return this.isoWith(' ');
  }
  override [REPR](): string {
    const zone = this.zone === null ? '' : `, tzinfo=${this.zone[REPR]()}`;
    return `datetime.datetime(${this.year}, ${this.month}, ${this.day}, ${clockArguments(this)}${zone})`;
  }
  override strftime(format: string): string {
    return strftime({ ...this.fields, offset: this.offset, zone: this.zone?.text }, format);
  }
  get fields() {
    return { year: this.year, month: this.month, day: this.day, ...this.#clock };
  }
}

class Time {
  readonly clock: Clock;
  constructor(clock: Clock) {
    checkClock(clock);
    this.clock = clock;
  }
  get [CLASS](): Type {
    return timeType;
  }
  [STR](): string {
    return clockIso(this.clock);
  }
  [REPR](): string {
    return `datetime.time(${clockArguments(this.clock)})`;
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    return other instanceof Time
      ? holds(operator, clockIso(this.clock) < clockIso(other.clock) ? -1 : clockIso(this.clock) > clockIso(other.clock) ? 1 : 0)
      : UNKNOWN;
  }
  [HASH](): string {
    return `time ${clockIso(this.clock)}`;
  }
  strftime(format: string): string {
    return strftime({ year: 1900, month: 1, day: 1, ...this.clock }, format);
  }
}

const whole = (value: unknown): number => {
  const number = asInt(value);
  if (number === undefined) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return Number(number);
};
const fromMoment = (m: ReturnType<typeof localMoment>, zone: Zone | null): DateTime => new DateTime(m.year, m.month, m.day, m, zone);
const secondsOf = (value: unknown): number => asNumber(value) ?? Number.NaN;

function fromTimestamp(seconds: number, zone: unknown): DateTime {
  if (!(zone instanceof Zone)) return fromMoment(localMoment(seconds), null);
  return DateTime.at(fromMoment(utcMoment(seconds), null).us + zone.offset * US, zone);
}

const DELTA_UNITS = {
  weeks: 7 * DAY_US,
  days: DAY_US,
  hours: 3600 * US,
  minutes: 60 * US,
  seconds: US,
  milliseconds: 1000,
  microseconds: 1,
};

function fromIso(text: string): DateTime {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:.(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (found === null) throw valueError(`Invalid isoformat string: ${textRepr(text)}`);
  const [, year, month, day, hour = 0, minute = 0, second = 0, us = '', zone] = found;
  const at =
    zone === undefined
      ? null
      : zone === 'Z'
        ? UTC
        : new Zone((zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60));
  return new DateTime(
    Number(year),
    Number(month),
    Number(day),
    { hour: +hour, minute: +minute, second: +second, microsecond: Number(us.padEnd(6, '0')) },
    at,
  );
}

let made = false;
function prepare(): void {
  if (made) return;
  made = true;
  deltaType.make = (_, positions, named) => {
    const order = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'] as const;
    let us = 0;
    for (const [i, name] of order.entries()) us += secondsOf(positions[i] ?? named[name] ?? 0) * DELTA_UNITS[name];
    return new Delta(Number(roundHalfEven(us)));
  };
  const get = (positions: readonly unknown[], named: Readonly<Record<string, unknown>>, names: readonly string[]) =>
    names.map((name, i) => positions[i] ?? named[name]);
  dateType.make = (_, positions, named) => {
    const [year, month, day] = get(positions, named, ['year', 'month', 'day']).map(whole);
    return new PyDate(year!, month!, day!);
  };
  datetimeType.make = (_, positions, named) => {
    const all = get(positions, named, ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo']);
    for (const [i, name] of ['year', 'month', 'day'].entries())
      if (all[i] === undefined) throw typeError(`function missing required argument '${name}' (pos ${i + 1})`);
    const [year, month, day, hour = 0, minute = 0, second = 0, microsecond = 0] = all
      .slice(0, 7)
      .map((one) => (one === undefined ? undefined : whole(one)));
    return new DateTime(year!, month!, day!, { hour, minute, second, microsecond }, all[7] instanceof Zone ? all[7] : null);
  };
  timeType.make = (_, positions, named) => {
    const [hour = 0, minute = 0, second = 0, microsecond = 0] = get(positions, named, ['hour', 'minute', 'second', 'microsecond']).map(
      (one) => (one === undefined ? undefined : whole(one)),
    );
    return new Time({ hour, minute, second, microsecond });
  };
  zoneType.make = (_, [offset, name]) => new Zone((offset as Delta).us / US, name as string | undefined);
  zoneType.names.set('utc', UTC);
  prepareDelta();
  prepareDates();
}

function prepareDelta(): void {
  attributes(deltaType, {
    days: (self: Delta) => self.days,
    seconds: (self: Delta) => self.seconds,
    microseconds: (self: Delta) => self.microseconds,
  });
  methods(deltaType, { 'total_seconds()': (self: Delta) => float(self.us / US) });
  deltaType.names.set('max', new Delta(999999999 * DAY_US));
  attributes(timeType, {
    hour: (self: Time) => self.clock.hour,
    minute: (self: Time) => self.clock.minute,
    second: (self: Time) => self.clock.second,
    microsecond: (self: Time) => self.clock.microsecond,
  });
  methods(timeType, {
    'isoformat()': (self: Time) => clockIso(self.clock),
    'strftime(format)': (self: Time, format: string) => self.strftime(format),
  });
  methods(zoneType, { 'utcoffset(dt)': (self: Zone) => new Delta(self.offset * US), 'tzname(dt)': (self: Zone) => self.text });
}

function prepareDates(): void {
  for (const name of ['year', 'month', 'day'] as const) attributes(dateType, { [name]: (self: PyDate) => self[name] });
  for (const name of ['hour', 'minute', 'second', 'microsecond'] as const)
    attributes(datetimeType, { [name]: (self: DateTime) => self[name] });
  attributes(datetimeType, { tzinfo: (self: DateTime) => self.zone });
  methods(dateType, {
    'weekday()': (self: PyDate) => weekday(self),
    'isoweekday()': (self: PyDate) => weekday(self) + 1,
    'isocalendar()': (self: PyDate) => new Tuple(isoWeek(self)),
    'toordinal()': (self: PyDate) => self.ordinal,
    'isoformat()': (self: PyDate) => self.iso(),
    'strftime(format)': (self: PyDate, format: string) => self.strftime(format),
    'ctime()': (self: PyDate) => strftime(self, '%c'),
    'timetuple()': (self: PyDate) =>
      new Tuple([self.year, self.month, self.day, self.hour, self.minute, self.second, weekday(self), 1, -1]),
    'replace(year=None, month=None, day=None)': (self: PyDate, year: number | null, month: number | null, day: number | null) =>
      new PyDate(year ?? self.year, month ?? self.month, day ?? self.day),
  });
  classMethods(dateType, {
    'today()': (type: Type) => (type === datetimeType ? fromTimestamp(Date.now() / 1000, null) : dateOf(localMoment(Date.now() / 1000))),
    'fromtimestamp(t)': (_: Type, t: unknown) => dateOf(localMoment(secondsOf(t))),
    'fromordinal(n)': (_: Type, n: number) => dateOf(fromOrdinal(n)),
    'fromisoformat(text)': (type: Type, text: string) => (type === dateType ? dateOf(fromIso(text)) : fromIso(text)),
  });
  methods(datetimeType, {
    'timestamp()': (self: DateTime) => {
      const local =
        self.zone === null
          ? new Date(self.year, self.month - 1, self.day, self.hour, self.minute, self.second).getTime() / 1000
          : (self.inUtc - 719163 * DAY_US) / US;
      return float(self.zone === null ? local + self.microsecond / US : local);
    },
    "isoformat(sep='T', timespec='auto')": (self: DateTime, by: string) => self.isoWith(by),
    'date()': (self: DateTime) => dateOf(self),
    'time()': (self: DateTime) => new Time(self.clock),
    'utcoffset()': (self: DateTime) => (self.zone === null ? null : new Delta(self.zone.offset * US)),
    'tzname()': (self: DateTime) => self.zone?.text ?? null,
    'astimezone(tz=None)': (self: DateTime, zone: unknown) => {
      const to = zone instanceof Zone ? zone : UTC;
      const utc =
        self.zone === null
          ? fromMoment(utcMoment(new Date(self.year, self.month - 1, self.day, self.hour, self.minute, self.second).getTime() / 1000), null)
              .us + self.microsecond
          : self.inUtc;
      return DateTime.at(utc + to.offset * US, to);
    },
    'replace(year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=?)': (
      self: DateTime,
      ...given: unknown[]
    ) => {
      const [year, month, day, hour, minute, second, microsecond] = given as (number | null)[];
      const clock = {
        hour: hour ?? self.hour,
        minute: minute ?? self.minute,
        second: second ?? self.second,
        microsecond: microsecond ?? self.microsecond,
      };
      const zone = given[7] === undefined ? self.zone : (given[7] as Zone | null);
      return new DateTime(year ?? self.year, month ?? self.month, day ?? self.day, clock, zone);
    },
  });
  classMethods(datetimeType, {
    'now(tz=None)': (_: Type, zone: unknown) => fromTimestamp(Date.now() / 1000, zone),
    'utcnow()': () => fromMoment(utcMoment(Date.now() / 1000), null),
    'fromtimestamp(t, tz=None)': (_: Type, t: unknown, zone: unknown) => fromTimestamp(secondsOf(t), zone),
    'utcfromtimestamp(t)': (_: Type, t: unknown) => fromMoment(utcMoment(secondsOf(t)), null),
    'strptime(text, format)': (_: Type, text: string, format: string) => {
      const m = strptime(text, format);
      return new DateTime(m.year, m.month, m.day, m, m.offset === undefined ? null : new Zone(m.offset));
    },
    'combine(date, time)': (_: Type, date: PyDate, time: Time) => new DateTime(date.year, date.month, date.day, time.clock, null),
  });
}

const dateOf = ({ year, month, day }: { year: number; month: number; day: number }): PyDate => new PyDate(year, month, day);

export function names(): Record<string, unknown> {
  prepare();
  return {
    datetime: datetimeType,
    date: dateType,
    time: timeType,
    timedelta: deltaType,
    timezone: zoneType,
    UTC,
    MINYEAR: 1,
    MAXYEAR: 9999,
  };
}
