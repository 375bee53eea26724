/** Views that the database has reserved for this process. Times are those of `performance.now()`. */
export class ViewsLease {
  private used = 0;
  /** For how long its views may be given out, in ms. */
  readonly span: number;

  /**
   * @param views at least 1
   * @param until no view may be given out from then on
   */
  constructor(
    readonly id: string,
    readonly views: number,
    readonly until: number,
  ) {
    this.span = until - performance.now();
  }

  /** How many views were given out. */
  get given(): number {
    return this.used;
  }

  left(now: number): number {
    return now < this.until ? this.views - this.used : 0;
  }

  /** @returns whether there was one */
  take(now: number): boolean {
    if (this.left(now) < 1) return false;
    this.used += 1;
    return true;
  }

  /** Puts back a view that was taken and not given out. */
  putBack(): void {
    this.used -= 1;
  }
}
