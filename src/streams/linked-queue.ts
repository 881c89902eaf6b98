/** Items in the order in which they were appended; any of them can leave at once. (The first of a Map or Set is slow to find when many before it have left.) */

/** An item's place in a queue. */
export interface QueueNode<T> {
  readonly item: T;
  older: QueueNode<T> | undefined;
  younger: QueueNode<T> | undefined;
}

export class LinkedQueue<T> {
  #oldest: QueueNode<T> | undefined;
  #youngest: QueueNode<T> | undefined;
  size = 0;

  get oldest(): T | undefined {
    return this.#oldest?.item;
  }

  append(item: T): QueueNode<T> {
    const node: QueueNode<T> = { item, older: undefined, younger: undefined };
    this.take(node);
    return node;
  }

  remove(node: QueueNode<T>): void {
    if (node.older === undefined) this.#oldest = node.younger;
    else node.older.younger = node.younger;
    if (node.younger === undefined) this.#youngest = node.older;
    else node.younger.older = node.older;
    this.size--;
  }

  /** Makes it the youngest. */
  renew(node: QueueNode<T>): void {
    if (node === this.#youngest) return;
    this.remove(node);
    this.take(node);
  }

  /** Puts a node that has left another queue at the end of this one. */
  take(node: QueueNode<T>): void {
    node.older = this.#youngest;
    node.younger = undefined;
    if (this.#youngest === undefined) this.#oldest = node;
    else this.#youngest.younger = node;
    this.#youngest = node;
    this.size++;
  }
}
