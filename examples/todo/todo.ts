// biome-ignore-all assist/source/organizeImports: two lines in place of sixteen
import { Body, Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, EventsHandler } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type CommandMeta, CommandRoute, EventLog, EventTypes, Meta, On, QueryRoute } from '#kronika';
import { ReadDatabase, type Receipt, start, Text, Uuid, VIEW, View } from '#kronika';

/** A todo: the body of a request, the data of an event and a row of the view. */
@Entity({ schema: 'read', name: 'todos' })
class Todo {
  @PrimaryColumn('uuid')
  @Uuid({ example: '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e' })
  id!: string;
  @Column('text')
  @Text({ maximum: 200, example: 'Water the plants' })
  title!: string;
}

class TodoAdded {
  static readonly type = 'TodoAdded';
  constructor(readonly data: Todo) {}
}
class AddTodo extends Command<Receipt> {
  constructor(readonly given: { todo: Todo; meta: CommandMeta }) {
    super();
  }
}
const todos = { category: 'todo', version: 1, evolve: (_: Todo | null, { data }: TodoAdded) => data };

@CommandHandler(AddTodo)
class AddTodoHandler {
  @Inject() private readonly log!: EventLog;
  execute({ given: { todo, meta } }: AddTodo) {
    const decide = (known: Todo | null) => (known ? [] : [new TodoAdded(todo)]);
    return this.log.transaction(meta, ({ streams }) => streams.create(todos, todo.id, decide));
  }
}

@View({ name: 'todos', version: 1, rows: [Todo] })
class TodosView {
  @On(TodoAdded, Todo, ({ data }) => ({ id: data.id }))
  added(_: Todo | null, { data }: TodoAdded) {
    return data;
  }
}

@EventsHandler(TodoAdded)
class Reminder {
  handle = ({ data }: TodoAdded) => console.log(`Do not forget: ${data.title}`);
}

@Controller('v1/todos')
class TodosController {
  @Inject() private readonly commands!: CommandBus;
  @Inject() private readonly database!: ReadDatabase;
  @Post()
  @CommandRoute({ summary: 'Add a todo', creates: '/v1/todos' })
  addTodo(@Body() todo: Todo, @Meta() meta: CommandMeta) {
    return this.commands.execute(new AddTodo({ todo, meta }));
  }
  @Get()
  @QueryRoute({ summary: 'All todos', view: 'todos', content: { 'application/json': {} } })
  async findTodos() {
    const { position, rows } = await this.database.query('todos', 'SELECT id, title FROM read.todos ORDER BY id');
    return { position, body: { data: rows } };
  }
}

@Module({
  imports: [TypeOrmModule.forFeature([Todo], VIEW)],
  controllers: [TodosController],
  providers: [AddTodoHandler, TodosView, Reminder],
})
class TodoModule {
  constructor(types: EventTypes) {
    types.register(todos.category, { TodoAdded });
  }
}
await start({ module: TodoModule });
