import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

const instant = { type: 'timestamptz', precision: 3, default: () => 'app.now()' } as const;

@Entity('desk')
@Unique('desk_key', ['newsroom', 'key'])
@Check('desk_key_given', `key <> ''`)
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'desk_newsroom_fkey' })
export class Desk {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'desk_pk' }) newsroom!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'desk_pk' }) id!: string;
  /** What claims, articles and clients call it; never changes. */
  @Column('text') key!: string;
  @Column('text') name!: string;
  @Column('boolean', { default: true }) active!: boolean;
  /** Empty: any. */
  @Column('text', { array: true, default: [] }) languages!: string[];
  @Column('text', { array: true, default: [] }) labels!: string[];
  @Column('integer', { default: 1 }) version!: number;
  @Column(instant) createdAt!: Date;
}

@Entity('desk_member')
@Check('desk_member_weight', 'weight >= 0')
@Check('desk_member_capacity', 'capacity >= 0')
@ForeignKey('newsroom', ['newsroom'], ['id'], { name: 'desk_member_newsroom_fkey' })
@ForeignKey('desk', ['newsroom', 'desk'], ['newsroom', 'key'], { name: 'desk_member_desk' })
@ForeignKey('person', ['newsroom', 'personId'], ['newsroom', 'id'], { name: 'desk_member_person' })
@Index('desk_member_of_person', ['newsroom', 'personId'])
export class DeskMember {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'desk_member_pk' }) newsroom!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'desk_member_pk' }) desk!: string;
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'desk_member_pk' }) personId!: string;
  /** Their share when work is spread by weight. */
  @Column('integer', { default: 1 }) weight!: number;
  /** Claims of this desk that they can hold at once; null: no limit besides their own. */
  @Column('integer', { nullable: true }) capacity!: number | null;
  /** Empty: those of the desk. */
  @Column('text', { array: true, default: [] }) languages!: string[];
  @Column('text', { array: true, default: [] }) labels!: string[];
  @Column(instant) since!: Date;
}
