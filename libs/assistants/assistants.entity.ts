import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What a newsroom asked of outside models on one day (UTC). */
@Entity('assistant_use')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'assistant_use_newsroom_fkey' })
@Check('assistant_use_purpose', `purpose IN ('extract', 'rerank')`)
export class AssistantUseEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'assistant_use_pk' }) newsroom!: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'assistant_use_pk' }) day!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'assistant_use_pk' }) purpose!: string;
  /** Counted before asking: a request that came to nothing may have cost something. */
  @Column('integer') requests!: number;
  @Column('integer', { default: 0 }) answered!: number;
  /** As the other side counts them, where it does. */
  @Column('bigint', { default: 0 }) tokens!: number;
}
