/**
 * Segments that wait, by where they begin, in a red-black tree (Cormen and others, "Introduction to Algorithms", chapter 13). A sorted array would do, but for this: Linux
 * looks only at those that it meets on its way down, so the shape of its tree decides which segments it joins.
 */

export class TreeSegment {
  start: number;
  end: number;
  /** Octets from `start` on; there may be room behind them. */
  data: Uint8Array;
  /** The packet that brought it. */
  readonly tag: number;
  parent: TreeSegment | undefined = undefined;
  left: TreeSegment | undefined = undefined;
  right: TreeSegment | undefined = undefined;
  isRed = true;

  constructor(start: number, data: Uint8Array, tag: number) {
    this.start = start;
    this.end = start + data.length;
    this.data = data;
    this.tag = tag;
  }
}

export class SegmentTree {
  root: TreeSegment | undefined = undefined;
  size = 0;

  clear(): void {
    this.root = undefined;
    this.size = 0;
  }

  get first(): TreeSegment | undefined {
    let n = this.root;
    while (n?.left !== undefined) n = n.left;
    return n;
  }

  get last(): TreeSegment | undefined {
    let n = this.root;
    while (n?.right !== undefined) n = n.right;
    return n;
  }

  after(node: TreeSegment): TreeSegment | undefined {
    let n = node.right;
    if (n !== undefined) {
      while (n.left !== undefined) n = n.left;
      return n;
    }
    n = node;
    while (n.parent !== undefined && n === n.parent.right) n = n.parent;
    return n.parent;
  }

  before(node: TreeSegment): TreeSegment | undefined {
    let n = node.left;
    if (n !== undefined) {
      while (n.right !== undefined) n = n.right;
      return n;
    }
    n = node;
    while (n.parent !== undefined && n === n.parent.left) n = n.parent;
    return n.parent;
  }

  /** `n` becomes a child of `parent`, which has none on that side; undefined: the tree is empty. */
  insert(n: TreeSegment, parent: TreeSegment | undefined, isLeft: boolean): void {
    this.size++;
    n.parent = parent;
    if (parent === undefined) this.root = n;
    else if (isLeft) parent.left = n;
    else parent.right = n;
    this.#balanceInserted(n);
  }

  /** `n` takes the place of `old`, which begins where it does. */
  replace(old: TreeSegment, n: TreeSegment): void {
    n.left = old.left;
    n.right = old.right;
    n.isRed = old.isRed;
    if (n.left !== undefined) n.left.parent = n;
    if (n.right !== undefined) n.right.parent = n;
    this.#hang(old, n);
  }

  remove(n: TreeSegment): void {
    this.size--;
    let removedRed = n.isRed;
    let child: TreeSegment | undefined;
    let parent: TreeSegment | undefined;
    if (n.left === undefined || n.right === undefined) {
      child = n.left ?? n.right;
      parent = n.parent;
      this.#hang(n, child);
    } else {
      let next = n.right;
      while (next.left !== undefined) next = next.left;
      removedRed = next.isRed;
      child = next.right;
      if (next.parent === n) parent = next;
      else {
        parent = next.parent;
        this.#hang(next, child);
        next.right = n.right;
        next.right.parent = next;
      }
      this.#hang(n, next);
      next.left = n.left;
      next.left.parent = next;
      next.isRed = n.isRed;
    }
    if (!removedRed) this.#balanceRemoved(child, parent);
  }

  /** `n` takes the place of `old` below its parent. */
  #hang(old: TreeSegment, n: TreeSegment | undefined): void {
    const { parent } = old;
    if (parent === undefined) this.root = n;
    else if (parent.left === old) parent.left = n;
    else parent.right = n;
    if (n !== undefined) n.parent = parent;
  }

  #rotateLeft(n: TreeSegment): void {
    const up = n.right as TreeSegment;
    n.right = up.left;
    if (up.left !== undefined) up.left.parent = n;
    this.#hang(n, up);
    up.left = n;
    n.parent = up;
  }

  #rotateRight(n: TreeSegment): void {
    const up = n.left as TreeSegment;
    n.left = up.right;
    if (up.right !== undefined) up.right.parent = n;
    this.#hang(n, up);
    up.right = n;
    n.parent = up;
  }

  #balanceInserted(inserted: TreeSegment): void {
    let n = inserted;
    while (n.parent?.isRed === true) {
      const parent = n.parent;
      const above = parent.parent as TreeSegment;
      const isLeft = parent === above.left;
      const other = isLeft ? above.right : above.left;
      if (other?.isRed === true) {
        parent.isRed = false;
        other.isRed = false;
        above.isRed = true;
        n = above;
        continue;
      }
      if (n === (isLeft ? parent.right : parent.left)) {
        n = parent;
        if (isLeft) this.#rotateLeft(n);
        else this.#rotateRight(n);
      }
      (n.parent as TreeSegment).isRed = false;
      above.isRed = true;
      if (isLeft) this.#rotateRight(above);
      else this.#rotateLeft(above);
    }
    (this.root as TreeSegment).isRed = false;
  }

  /** A black node is gone above `child`, which may be none. */
  #balanceRemoved(child: TreeSegment | undefined, above: TreeSegment | undefined): void {
    let n = child;
    let parent = above;
    while (parent !== undefined && n?.isRed !== true) {
      const isLeft = n === parent.left;
      let other = (isLeft ? parent.right : parent.left) as TreeSegment;
      if (other.isRed) {
        other.isRed = false;
        parent.isRed = true;
        if (isLeft) this.#rotateLeft(parent);
        else this.#rotateRight(parent);
        other = (isLeft ? parent.right : parent.left) as TreeSegment;
      }
      const near = isLeft ? other.left : other.right;
      let far = isLeft ? other.right : other.left;
      if (near?.isRed !== true && far?.isRed !== true) {
        other.isRed = true;
        n = parent;
        parent = n.parent;
        continue;
      }
      if (far?.isRed !== true) {
        (near as TreeSegment).isRed = false;
        other.isRed = true;
        if (isLeft) this.#rotateRight(other);
        else this.#rotateLeft(other);
        other = near as TreeSegment;
        far = isLeft ? other.right : other.left;
      }
      other.isRed = parent.isRed;
      parent.isRed = false;
      (far as TreeSegment).isRed = false;
      if (isLeft) this.#rotateLeft(parent);
      else this.#rotateRight(parent);
      n = this.root;
      break;
    }
    if (n !== undefined) n.isRed = false;
  }
}
